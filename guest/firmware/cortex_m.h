#pragma once

// Of the machine: the only interrupt that it has enabled has come.
void on_interrupt(void);

void enable_interrupt(unsigned int number);

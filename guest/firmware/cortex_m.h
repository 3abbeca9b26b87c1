#pragma once

void enable_interrupt(unsigned int number);

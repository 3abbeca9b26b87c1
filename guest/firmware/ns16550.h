#pragma once

// Waits until a serial line by an NS16550 takes another character, and prints it. The registers are
// at `uart`, `step` bytes from one to the next.
void print_by_ns16550(unsigned int uart, unsigned int step, char character);

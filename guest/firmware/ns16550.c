#include "ns16550.h"

#include "firmware.h"

enum { line_status = 5, transmitter_empty = 1 << 5 };

void print_by_ns16550(unsigned int uart, unsigned int step, char character) {
  volatile unsigned char* registers = (volatile unsigned char*)reg(uart);
  while ((registers[line_status * step] & transmitter_empty) == 0) {
  }
  registers[0] = (unsigned char)character;
}

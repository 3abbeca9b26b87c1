// QEMU's -M raspi3b (BCM2837, Cortex-A53 with 64 bits): the GPIO controller of 54 lines.
//   GPIO16 LED (that of the first Raspberry Pis; this board's own is not on a line)
//   and those of bcm283x.c

#include "bcm283x.h"

const unsigned int peripherals = 0x3f000000;
const unsigned char line_of_led = 16;

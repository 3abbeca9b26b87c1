// QEMU's -M raspi2b (BCM2836, Cortex-A7): the GPIO controller of 54 lines.
//   GPIO47 LED (the board's own)   and those of bcm283x.c

#include "bcm283x.h"

const unsigned int peripherals = 0x3f000000;
const unsigned char line_of_led = 47;

// QEMU's -M raspi4b (BCM2711, Cortex-A72 with 64 bits; QEMU 9.0 and later): the GPIO controller of
// 58 lines, QEMU's bcm2838-gpio.
//   GPIO42 LED (the board's own)   and those of bcm283x.c

#include "bcm283x.h"

const unsigned int peripherals = 0xfe000000;
const unsigned char line_of_led = 42;

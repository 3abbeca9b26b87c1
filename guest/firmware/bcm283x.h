#pragma once

// Of the machine: where its peripherals are, and the line of its own LED.
extern const unsigned int peripherals;
extern const unsigned char line_of_led;

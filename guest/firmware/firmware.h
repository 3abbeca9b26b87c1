// What a machine gives the firmware, and what the firmware is made of: firmware.c is the same for
// all, and each machine's own file maps its controllers' lines to pins, and defines how they
// are set.
#pragma once

enum pin {
  LED,       // output: blinks all the time
  BUTTON,    // input, pulled up where the controller can: FOLLOWER copies it
  FOLLOWER,  // output
  START,     // input: high starts a burst, low makes it ready for the next
  BURST,     // output: 10,000 edges a burst, the first one rising
  DONE,      // output: high from the end of a burst until START is low
  RELEASE,   // input: high turns RELEASED into an input without a pull, low into an output again
  RELEASED,  // output, high
  PINS
};

// Makes ready what the functions below need. True if an interrupt of BUTTON's edges calls
// follow_button().
int start_machine(void);
// The only interrupt that start_machine() has enabled has come.
void on_interrupt(void);

void print_character(char character);
int get_pin(enum pin pin);
// An interrupt may come at any time, and set another one.
void set_pin(enum pin pin, int level);
void make_output(enum pin pin);
void make_input(enum pin pin);

// Of firmware.c.
void firmware(void);
// Makes each pin the input or the output that enum pin says.
void make_all_pins(void);
void follow_button(void);

static inline volatile unsigned int* reg(unsigned int address) {
  return (volatile unsigned int*)(unsigned long)address;
}

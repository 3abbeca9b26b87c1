// What the programs of the test guest share: finding a chip, asking for a line of it, reading its
// events, over the character device's uAPI v2. Whatever fails here ends the program with one
// sentence.
#pragma once

#include <linux/gpio.h>
#include <stddef.h>

// Ends the program with "NAME: SENTENCE" on stderr: exit status 1, and 2 for a wrong command line.
_Noreturn void fail(const char* format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail_usage(const char* usage);

// The chip that is meant when the command line does not say.
#define DEFAULT_CHIP "virtio"

// A decimal number from 0 to most; anything else is a wrong command line.
unsigned long long number_or_usage(const char* text, unsigned long long most, const char* usage);

// A line's offset: the kernel tells later whether the chip has it.
unsigned int offset_or_usage(const char* text, const char* usage);

// How many edges -n wants; none would never be reached.
unsigned long long edges_or_usage(const char* text, const char* usage);

// Opens a chip: a path, a name (gpiochip1), a label, or "virtio", the first one whose driver is
// gpio_virtio. Returns its descriptor; fills *info with the kernel's name, label and number of
// lines.
int open_chip(const char* chip, struct gpiochip_info* info);

// Asks for one line. Input: edges is any of GPIO_V2_LINE_FLAG_EDGE_RISING and _FALLING. Returns the
// line's descriptor, which events are read from.
int request_input(int chip, unsigned int offset, __u64 edges);
int request_output(int chip, unsigned int offset, int level);

int get_level(int line);
void set_level(int line, int level);

// Blocks for at least one event and reads up to most of them. Returns how many.
size_t read_events(int line, struct gpio_v2_line_event* events, size_t most);

// What the programs of the test guest share: find a chip, request lines, read their events, by the
// character device's uAPI v2. Any failure here ends the program with one sentence.
#pragma once

#include <linux/gpio.h>
#include <stddef.h>

// Ends the program with "NAME: SENTENCE" on stderr: exit status 1, and 2 for a wrong command line.
_Noreturn void fail(const char* format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail_usage(const char* usage);

// The chip when the command line names none.
#define DEFAULT_CHIP "virtio"

// A decimal number from 0 to most; anything else is a wrong command line.
unsigned long long number_or_usage(const char* text, unsigned long long most, const char* usage);

// A line's offset; whether the chip has it is checked by the kernel when the line is requested.
unsigned int offset_or_usage(const char* text, const char* usage);

// The number of edges of -n, at least 1.
unsigned long long edges_or_usage(const char* text, const char* usage);

// Opens a chip: a path, a name (gpiochip1), a label, or "virtio", the first one whose driver is
// gpio_virtio. Returns its descriptor; fills *info with the kernel's name, label and number of
// lines.
int open_chip(const char* chip, struct gpiochip_info* info);

// Opens the first chip that has a line of this name, as libgpiod's tools do, whatever its driver.
int open_chip_with(const char* line);

// Asks for one line. Input: edges is any of GPIO_V2_LINE_FLAG_EDGE_RISING and _FALLING. Returns the
// line's descriptor, which events are read from.
int request_input(int chip, unsigned int offset, __u64 edges);
int request_output(int chip, unsigned int offset, int level);

int get_level(int line);
void set_level(int line, int level);

// The offset of the line that has this name.
unsigned int line_named(int chip, const char* name);

// How lines are requested. flags: any of GPIO_V2_LINE_FLAG_…; levels: the first levels of outputs;
// debounce_us: how long an input must be still before it counts as changed, 0 for no debouncing.
struct line_settings {
  __u64 flags;
  __u64 levels;
  unsigned int debounce_us;
};

// Asks for several lines at once, up to 64, and returns one descriptor for them all. Levels and
// masks of the request have the first line as bit 0, the second as bit 1, and so on.
int request_lines(int chip, const unsigned int* offsets, unsigned int count,
                  const struct line_settings* settings);

// The same for lines with these names, between blanks: "clk data".
int request_named(int chip, const char* names, const struct line_settings* settings);

// The levels of the lines in mask; other bits are 0.
__u64 get_levels(int lines, __u64 mask);
void set_levels(int lines, __u64 mask, __u64 levels);

// Outputs of one request, and their levels. The driver sends one request for each line, so a line
// that does not change should not be set.
struct outputs {
  int lines;
  __u64 levels;
};
void put_levels(struct outputs* outputs, __u64 mask, __u64 levels);

// Blocks for at least one event and reads up to most of them. Returns how many.
size_t read_events(int line, struct gpio_v2_line_event* events, size_t most);

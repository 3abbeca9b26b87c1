#define _GNU_SOURCE
#include "gpio_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The most that the kernel keeps for one line: a burst is not lost while the program prints.
enum { kernel_event_buffer = 1024, most_chips = 256 };

void fail(const char* format, ...) {
  va_list arguments;
  fflush(stdout);
  fprintf(stderr, "%s: ", program_invocation_short_name);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

void fail_usage(const char* usage) {
  fprintf(stderr, "usage: %s %s\n", program_invocation_short_name, usage);
  exit(2);
}

unsigned long long number_or_usage(const char* text, unsigned long long most, const char* usage) {
  char* end;
  errno = 0;
  unsigned long long number = strtoull(text, &end, 10);
  // strtoull accepts signs and leading blanks, which are errors here.
  if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || number > most) fail_usage(usage);
  return number;
}

unsigned int offset_or_usage(const char* text, const char* usage) {
  return (unsigned int)number_or_usage(text, UINT_MAX, usage);
}

unsigned long long edges_or_usage(const char* text, const char* usage) {
  unsigned long long edges = number_or_usage(text, ULLONG_MAX, usage);
  if (edges == 0) fail_usage(usage);
  return edges;
}

// The gpiochip is a child of the device that the driver is bound to.
static int driver_is_virtio(const struct gpiochip_info* info) {
  char link[128], target[PATH_MAX];
  snprintf(link, sizeof link, "/sys/bus/gpio/devices/%s/../driver", info->name);
  ssize_t length = readlink(link, target, sizeof target - 1);
  if (length < 0) return 0;
  target[length] = '\0';
  return strcmp(basename(target), "gpio_virtio") == 0;
}

static int is_meant(const char* chip, const struct gpiochip_info* info) {
  if (strcmp(chip, info->name) == 0 || strcmp(chip, info->label) == 0) return 1;
  return strcmp(chip, DEFAULT_CHIP) == 0 && driver_is_virtio(info);
}

static int open_path(const char* path, struct gpiochip_info* info) {
  int chip = open(path, O_RDWR | O_CLOEXEC);
  if (chip < 0) return -1;
  if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, info) < 0) fail("%s is not a GPIO chip", path);
  return chip;
}

// The descriptor of the next chip from *number on, or -1 after the last; *number advances past it.
// Numbers may have gaps where a chip was removed.
static int next_chip(int* number, struct gpiochip_info* info) {
  while (*number < most_chips) {
    char path[32];
    snprintf(path, sizeof path, "/dev/gpiochip%d", (*number)++);
    int opened = open_path(path, info);
    if (opened >= 0) return opened;
  }
  return -1;
}

int open_chip(const char* chip, struct gpiochip_info* info) {
  if (strchr(chip, '/') != NULL) {
    int opened = open_path(chip, info);
    if (opened < 0) fail("cannot open %s: %s", chip, strerror(errno));
    return opened;
  }
  for (int number = 0, opened; (opened = next_chip(&number, info)) >= 0; close(opened))
    if (is_meant(chip, info)) return opened;
  if (strcmp(chip, DEFAULT_CHIP) == 0) fail("there is no virtio-gpio chip; -c names another");
  fail("there is no GPIO chip %s; it has to be a path, a name, a label, or \"virtio\"", chip);
}

// The offset of the line that has this name, or -1.
static int find_line(int chip, const struct gpiochip_info* info, const char* name) {
  for (unsigned int offset = 0; offset < info->lines; ++offset) {
    struct gpio_v2_line_info line = {.offset = offset};
    if (ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, &line) < 0)
      fail("cannot read what line %u is: %s", offset, strerror(errno));
    if (strcmp(line.name, name) == 0) return (int)offset;
  }
  return -1;
}

int open_chip_with(const char* line) {
  struct gpiochip_info info;
  for (int number = 0, opened; (opened = next_chip(&number, &info)) >= 0; close(opened))
    if (find_line(opened, &info, line) >= 0) return opened;
  fail("no GPIO chip has a line called %s", line);
}

static void fail_request(const unsigned int* offsets, unsigned int count) {
  int why = errno;
  char list[GPIO_V2_LINES_MAX * 12] = "";
  size_t length = 0;
  for (unsigned int i = 0; i < count; ++i)
    length += (size_t)snprintf(list + length, sizeof list - length, "%s%u", i == 0 ? "" : ", ",
                               offsets[i]);
  fail("cannot get line%s %s: %s", count == 1 ? "" : "s", list, strerror(why));
}

static void add_attribute(struct gpio_v2_line_config* config, struct gpio_v2_line_attribute what,
                          unsigned int count) {
  struct gpio_v2_line_config_attribute* attribute = &config->attrs[config->num_attrs++];
  attribute->attr = what;
  attribute->mask = count == GPIO_V2_LINES_MAX ? ~0ULL : (1ULL << count) - 1;
}

int request_lines(int chip, const unsigned int* offsets, unsigned int count,
                  const struct line_settings* settings) {
  struct gpio_v2_line_request request = {.num_lines = count};
  memcpy(request.offsets, offsets, count * sizeof *offsets);
  snprintf(request.consumer, sizeof request.consumer, "%s", program_invocation_short_name);
  request.config.flags = settings->flags;
  if ((settings->flags & GPIO_V2_LINE_FLAG_OUTPUT) != 0)
    add_attribute(&request.config,
                  (struct gpio_v2_line_attribute){.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES,
                                                  .values = settings->levels},
                  count);
  else
    request.event_buffer_size = kernel_event_buffer;
  if (settings->debounce_us != 0)
    add_attribute(&request.config,
                  (struct gpio_v2_line_attribute){.id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE,
                                                  .debounce_period_us = settings->debounce_us},
                  count);
  if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0) fail_request(offsets, count);
  return request.fd;
}

int request_input(int chip, unsigned int offset, __u64 edges) {
  return request_lines(chip, &offset, 1,
                       &(struct line_settings){.flags = GPIO_V2_LINE_FLAG_INPUT | edges});
}

int request_output(int chip, unsigned int offset, int level) {
  return request_lines(
      chip, &offset, 1,
      &(struct line_settings){.flags = GPIO_V2_LINE_FLAG_OUTPUT, .levels = level != 0});
}

unsigned int line_named(int chip, const char* name) {
  struct gpiochip_info info;
  if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &info) < 0)
    fail("cannot read what the chip is: %s", strerror(errno));
  int offset = find_line(chip, &info, name);
  if (offset < 0) fail("chip %s has no line %s", info.name, name);
  return (unsigned int)offset;
}

int request_named(int chip, const char* names, const struct line_settings* settings) {
  unsigned int offsets[GPIO_V2_LINES_MAX], count = 0;
  char* list = strdup(names);
  if (list == NULL) fail("there is no memory");
  for (char* name = strtok(list, " "); name != NULL; name = strtok(NULL, " ")) {
    if (count == GPIO_V2_LINES_MAX) fail("these are too many lines: %s", names);
    offsets[count++] = line_named(chip, name);
  }
  free(list);
  return request_lines(chip, offsets, count, settings);
}

__u64 get_levels(int lines, __u64 mask) {
  struct gpio_v2_line_values values = {.mask = mask};
  if (ioctl(lines, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) < 0)
    fail("cannot read the lines: %s", strerror(errno));
  return values.bits & mask;
}

void set_levels(int lines, __u64 mask, __u64 levels) {
  struct gpio_v2_line_values values = {.bits = levels, .mask = mask};
  if (ioctl(lines, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0)
    fail("cannot set the lines: %s", strerror(errno));
}

void put_levels(struct outputs* outputs, __u64 mask, __u64 levels) {
  __u64 changed = (outputs->levels ^ levels) & mask;
  if (changed == 0) return;
  set_levels(outputs->lines, changed, levels);
  outputs->levels ^= changed;
}

int get_level(int line) {
  return get_levels(line, 1) != 0;
}

void set_level(int line, int level) {
  set_levels(line, 1, level != 0);
}

size_t read_events(int line, struct gpio_v2_line_event* events, size_t most) {
  ssize_t length;
  do {
    length = read(line, events, most * sizeof *events);
  } while (length < 0 && errno == EINTR);
  if (length < 0) fail("cannot read the line's events: %s", strerror(errno));
  if (length == 0) fail("the chip is gone");
  return (size_t)length / sizeof *events;
}

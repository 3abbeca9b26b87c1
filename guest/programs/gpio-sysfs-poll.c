// gpio-sysfs-poll: waits for the edges of an input as old programs do, with poll() on its sysfs
// value.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-c CHIP] [-n N] OFFSET";
static const char class_dir[] = "/sys/class/gpio";

static void write_file(const char* path, const char* text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, text, strlen(text)) < 0)
    fail("cannot write \"%s\" to %s: %s", text, path, strerror(errno));
  close(file);
}

// Whether the sysfs chip is this one: compares label and parent device.
static int is_chip(const char* entry, const struct gpiochip_info* info) {
  char path[PATH_MAX], label[sizeof info->label + 1] = "";
  snprintf(path, sizeof path, "%s/%s/device/%s", class_dir, entry, info->name);
  if (access(path, F_OK) < 0) return 0;
  snprintf(path, sizeof path, "%s/%s/label", class_dir, entry);
  FILE* file = fopen(path, "re");
  if (file == NULL) return 0;
  int has_label = fgets(label, sizeof label, file) != NULL;
  fclose(file);
  label[strcspn(label, "\n")] = '\0';
  // The character device cuts long labels off.
  return has_label && strncmp(label, info->label, sizeof info->label - 1) == 0;
}

// The number of the chip's first line among all lines. The kernel chooses it; the chip's directory
// is gpiochipBASE.
static unsigned int find_base(const struct gpiochip_info* info) {
  DIR* dir = opendir(class_dir);
  if (dir == NULL) fail("cannot read %s; the kernel needs CONFIG_GPIO_SYSFS", class_dir);
  unsigned int base = 0;
  int found = 0;
  for (struct dirent* entry; !found && (entry = readdir(dir)) != NULL;)
    found = sscanf(entry->d_name, "gpiochip%u", &base) == 1 && is_chip(entry->d_name, info);
  closedir(dir);
  if (!found) fail("%s has no chip for %s (%s)", class_dir, info->name, info->label);
  return base;
}

// The directory of an exported line: the line's name if it has one, else its number.
static int find_line(char* dir, size_t size, const char* name, unsigned int number) {
  if (name[0] != '\0') {
    snprintf(dir, size, "%s/%s", class_dir, name);
    // The kernel replaces characters that a file name cannot have in the same way.
    for (char* c = dir + sizeof class_dir; *c != '\0'; ++c)
      if (*c == '/') *c = '!';
    if (access(dir, F_OK) == 0) return 1;
  }
  snprintf(dir, size, "%s/gpio%u", class_dir, number);
  return access(dir, F_OK) == 0;
}

static void write_number(const char* file, unsigned int number) {
  char path[64], text[16];
  snprintf(path, sizeof path, "%s/%s", class_dir, file);
  snprintf(text, sizeof text, "%u", number);
  write_file(path, text);
}

// Exports the line for both edges and opens its value.
static int open_value(const char* name, unsigned int number) {
  char dir[128], path[160];
  // A program that ended without unexport leaves the line exported; it can be used as it is.
  if (!find_line(dir, sizeof dir, name, number)) {
    write_number("export", number);
    if (!find_line(dir, sizeof dir, name, number))
      fail("line %u was exported, but is not there", number);
  }
  snprintf(path, sizeof path, "%s/direction", dir);
  write_file(path, "in");
  snprintf(path, sizeof path, "%s/edge", dir);
  write_file(path, "both");
  snprintf(path, sizeof path, "%s/value", dir);
  int value = open(path, O_RDONLY | O_CLOEXEC);
  if (value < 0) fail("cannot open %s: %s", path, strerror(errno));
  return value;
}

static char read_value(int value) {
  char text[4];
  if (lseek(value, 0, SEEK_SET) < 0 || read(value, text, sizeof text) < 1)
    fail("cannot read the line's value: %s", strerror(errno));
  return text[0];
}

static void poll_value(int value, unsigned long long events) {
  struct pollfd waiting = {.fd = value, .events = POLLPRI | POLLERR};
  // The first poll() returns at once unless the value was read before it.
  read_value(value);
  puts("polling");
  for (unsigned long long done = 0; done < events; ++done) {
    while (poll(&waiting, 1, -1) < 0)
      if (errno != EINTR) fail("cannot poll: %s", strerror(errno));
    printf("value %c\n", read_value(value));
  }
}

int main(int argc, char** argv) {
  const char* chip_name = DEFAULT_CHIP;
  unsigned long long events = ULLONG_MAX;
  for (int option; (option = getopt(argc, argv, "+:c:n:")) != -1;) {
    if (option == 'c')
      chip_name = optarg;
    else if (option == 'n')
      events = edges_or_usage(optarg, usage);
    else
      fail_usage(usage);
  }
  if (argc - optind != 1) fail_usage(usage);
  struct gpio_v2_line_info line = {.offset = offset_or_usage(argv[optind], usage)};

  struct gpiochip_info info;
  int chip = open_chip(chip_name, &info);
  if (ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, &line) < 0)
    fail("%s has no line %u: %s", info.name, line.offset, strerror(errno));
  unsigned int number = find_base(&info) + line.offset;
  int value = open_value(line.name, number);
  setvbuf(stdout, NULL, _IOLBF, 0);
  poll_value(value, events);
  close(value);
  write_number("unexport", number);
  return 0;
}

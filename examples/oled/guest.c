// A frame and a bar on an OLED display with an SSD1306, on the two lines of an I²C bus.

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buses.h"

static const char usage[] = "[-t MS]";

enum { address = 0x3C, width = 128, pages = 8, bar_page = 3, bar_pages = 2, bar_left = 14 };

// The byte before commands, and before pixels.
enum { commands_follow = 0x00, pixels_follow = 0x40 };

static void send(struct i2c_bus* bus, const unsigned char* bytes, size_t count) {
  if (i2c_write(bus, address, bytes, count) != (int)count)
    fail("no display has acknowledged at address 0x%02x", address);
}

static void start_display(struct i2c_bus* bus) {
  // Rows one after the other, the usual way up, the pump for the panel's voltage, and on.
  static const unsigned char commands[] = {
      commands_follow, 0xAE, 0x20, 0x00, 0xA1, 0xC8, 0x8D, 0x14, 0x81, 0xCF, 0xAF};
  send(bus, commands, sizeof commands);
}

// Fills a window, of which each byte is eight pixels of a column.
static void fill(struct i2c_bus* bus, int left, int right, int page, int last_page,
                 unsigned char (*pixels)(int column, int page)) {
  const unsigned char window[] = {commands_follow,         0x21, (unsigned char)left,
                                  (unsigned char)right,    0x22, (unsigned char)page,
                                  (unsigned char)last_page};
  send(bus, window, sizeof window);
  unsigned char bytes[1 + width * pages] = {pixels_follow};
  size_t count = 1;
  for (int row = page; row <= last_page; ++row)
    for (int column = left; column <= right; ++column) bytes[count++] = pixels(column, row);
  send(bus, bytes, count);
}

static unsigned char frame(int column, int page) {
  if (column == 0 || column == width - 1) return 0xFF;
  if (page == 0) return 0x01;
  return page == pages - 1 ? 0x80 : 0x00;
}

static unsigned char lit(int column, int page) {
  (void)column, (void)page;
  return 0xFF;
}

int main(int argc, char** argv) {
  unsigned long long ms = 200;
  for (int option; (option = getopt(argc, argv, "+:t:")) != -1;) {
    if (option == 't')
      ms = number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  struct i2c_bus bus = start_i2c(open_chip_with("oled:SCL"), "oled");
  start_display(&bus);
  fill(&bus, 0, width - 1, 0, pages - 1, frame);
  puts("the frame is drawn");
  struct timespec step = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
  for (int left = bar_left; left < width - bar_left; left += 10) {
    fill(&bus, left, left + 9, bar_page, bar_page + bar_pages - 1, lit);
    nanosleep(&step, NULL);
  }
  puts("the bar is full");
  return 0;
}

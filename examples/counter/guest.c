// Counts on four digits of seven segments. They share the lines of the segments, so one digit is
// lit at a time: 2.5 ms each, 100 times a second. The eye sees four steady digits.

#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-n LAST] [-t MS]";

static const char lines[] =
    "display:A display:B display:C display:D display:E display:F display:G "
    "display:DIG1 display:DIG2 display:DIG3 display:DIG4";

// The digits have their anodes in common: a segment is lit where its line is low and its digit's is
// high.
enum { digits = 4, first_digit = 7, segment_lines = 0x7F, digit_lines = 0xF << first_digit };

enum { slot_ns = 2500000, ns_per_second = 1000000000 };

static const unsigned char segments_of[10] = {0x3F, 0x06, 0x5B, 0x4F, 0x66,
                                              0x6D, 0x7D, 0x07, 0x7F, 0x6F};

static long long ns_of(struct timespec time) {
  return (long long)time.tv_sec * ns_per_second + time.tv_nsec;
}

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return ns_of(now);
}

// Waits for the end of the slot that began at the time *began; missed slots are skipped.
static void end_slot(long long* began) {
  long long end = *began + slot_ns, now = now_ns();
  if (now > end + slot_ns) end = now;
  struct timespec until = {.tv_sec = end / ns_per_second, .tv_nsec = end % ns_per_second};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
  *began = end;
}

static void light(struct outputs* display, unsigned int digit, unsigned int value) {
  // Dark in between; otherwise this digit briefly shows the text of the last one.
  put_levels(display, digit_lines, 0);
  put_levels(display, segment_lines, (__u64)~segments_of[value]);
  put_levels(display, digit_lines, 1ULL << (first_digit + digit));
}

static void show(struct outputs* display, unsigned int number, unsigned long long turns,
                 long long* slot) {
  static const unsigned int weights[digits] = {1000, 100, 10, 1};
  for (unsigned long long turn = 0; turn < turns; ++turn) {
    for (unsigned int digit = 0; digit < digits; ++digit) {
      light(display, digit, number / weights[digit] % 10);
      end_slot(slot);
    }
  }
}

int main(int argc, char** argv) {
  unsigned int last = 9999, ms = 100;
  for (int option; (option = getopt(argc, argv, "+:n:t:")) != -1;) {
    if (option == 'n')
      last = (unsigned int)number_or_usage(optarg, 9999, usage);
    else if (option == 't')
      ms = (unsigned int)number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  struct line_settings dark = {.flags = GPIO_V2_LINE_FLAG_OUTPUT, .levels = segment_lines};
  struct outputs display = {request_named(open_chip_with("display:A"), lines, &dark), dark.levels};
  unsigned long long turns = ms * 1000000ULL / (slot_ns * digits) + 1;
  long long began = now_ns(), slot = began;
  for (unsigned int number = 0; number <= last; ++number) show(&display, number, turns, &slot);
  double seconds = (double)(now_ns() - began) / ns_per_second;
  printf("counted to %u with %.0f digits a second\n", last,
         (last + 1.0) * turns * digits / seconds);
  return 0;
}

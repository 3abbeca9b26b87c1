// gpio-count: counts the edges of an input, until N of them, or MS milliseconds without one, or a
// signal. "gaps" counts the edges that the kernel saw and had no room to keep, by their missing
// sequence numbers.

#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-c CHIP] [-n N] [-t MS] [-v] OFFSET rising|falling|both";

struct tally {
  unsigned long long edges, rising, falling, gaps;
  __u32 last_seqno;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
  (void)number;
  interrupted = 1;
}

// Signals are blocked except while the program waits, so none arrives between the check of the flag
// and the wait.
static void take_signals_while_waiting(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  sigprocmask(SIG_BLOCK, &both, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

// Whether there is an event to read; limit NULL waits for ever.
static int wait_for_event(int line, const struct timespec* limit) {
  struct pollfd waiting = {.fd = line, .events = POLLIN};
  sigset_t none;
  sigemptyset(&none);
  int ready = ppoll(&waiting, 1, limit, &none);
  if (ready < 0 && errno != EINTR) fail("cannot wait for events: %s", strerror(errno));
  return ready > 0 && !interrupted;
}

static void add(struct tally* tally, const struct gpio_v2_line_event* event, int verbose) {
  int rising = event->id == GPIO_V2_LINE_EVENT_RISING_EDGE;
  ++tally->edges;
  ++*(rising ? &tally->rising : &tally->falling);
  tally->gaps += (__u32)(event->line_seqno - tally->last_seqno - 1);
  tally->last_seqno = event->line_seqno;
  if (verbose) printf("edge %s seqno %u\n", rising ? "rising" : "falling", event->line_seqno);
}

static struct tally count(int line, unsigned long long most, const struct timespec* limit,
                          int verbose) {
  struct tally tally = {0};
  struct gpio_v2_line_event events[64];
  while (tally.edges < most && wait_for_event(line, limit)) {
    size_t read = read_events(line, events, sizeof events / sizeof *events);
    for (size_t i = 0; i < read && tally.edges < most; ++i) add(&tally, &events[i], verbose);
  }
  return tally;
}

static __u64 edges_named(const char* name) {
  if (strcmp(name, "rising") == 0) return GPIO_V2_LINE_FLAG_EDGE_RISING;
  if (strcmp(name, "falling") == 0) return GPIO_V2_LINE_FLAG_EDGE_FALLING;
  if (strcmp(name, "both") == 0)
    return GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING;
  fail_usage(usage);
}

int main(int argc, char** argv) {
  const char* chip_name = DEFAULT_CHIP;
  unsigned long long most = ULLONG_MAX, ms = 0;
  const struct timespec* limit = NULL;
  struct timespec given = {0};
  int verbose = 0;
  for (int option; (option = getopt(argc, argv, "+:c:n:t:v")) != -1;) {
    switch (option) {
      case 'c':
        chip_name = optarg;
        break;
      case 'n':
        most = edges_or_usage(optarg, usage);
        break;
      case 't':
        ms = number_or_usage(optarg, INT_MAX, usage);
        given.tv_sec = (time_t)(ms / 1000);
        given.tv_nsec = (long)(ms % 1000) * 1000000;
        limit = &given;
        break;
      case 'v':
        verbose = 1;
        break;
      default:
        fail_usage(usage);
    }
  }
  if (argc - optind != 2) fail_usage(usage);
  unsigned int offset = offset_or_usage(argv[optind], usage);
  __u64 edges = edges_named(argv[optind + 1]);

  struct gpiochip_info info;
  int line = request_input(open_chip(chip_name, &info), offset, edges);
  take_signals_while_waiting();
  // A reader behind a pipe sees each line at once.
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("counting");
  struct tally tally = count(line, most, limit, verbose);
  printf("edges %llu rising %llu falling %llu gaps %llu\n", tally.edges, tally.rising,
         tally.falling, tally.gaps);
  return 0;
}

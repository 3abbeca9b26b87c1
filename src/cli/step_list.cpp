#include "cli/step_list.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "base/printable.hpp"
#include "scenario/quantity.hpp"

namespace pinbridge::cli {
namespace {

constexpr const char* kGreen = "\x1b[32m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kPlain = "\x1b[0m";
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

void StepList::step_began(const scenario::Step& step, Duration /*since_start*/) {
  if (!on_terminal_) return;
  fmt::print("  ... {}", printable(step.title));
  std::fflush(stdout);
}

void StepList::step_ended(const scenario::Step& step, Duration since_start,
                          const std::string& why) {
  const bool good = why.empty();
  fmt::print("{}  {}{}{} {} ({})\n", on_terminal_ ? kClearLine : "",
             on_terminal_ ? (good ? kGreen : kRed) : "", good ? "ok  " : "FAIL",
             on_terminal_ ? kPlain : "", printable(step.title), scenario::time_text(since_start));
  if (!good) fmt::print("       {}\n", printable(why));
  std::fflush(stdout);
}

}  // namespace pinbridge::cli

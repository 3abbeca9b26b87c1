#include "links/opentitan/ot_gpio.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/number.hpp"
#include "base/printable.hpp"

namespace pinbridge::opentitan {
namespace {

constexpr std::uint32_t bit(std::uint16_t line) {
  return std::uint32_t{1} << line;
}

}  // namespace

OtGpio::OtGpio(GpioLines& lines, stream::Send send) : lines_(lines), send_(std::move(send)) {
  PB_CHECK(lines.count() == kLines);
  lines_.listen([this](LineOffset, bool) {
    if (!applying_) send_inputs();
  });
}

OtGpio::~OtGpio() {
  lines_.listen({});
  set_outputs({});
  lines_.set_connected(false, "no guest");
}

Result<void> OtGpio::receive(std::span<const std::byte> bytes) {
  for (const std::byte byte : bytes) {
    const char c = static_cast<char>(byte);
    if (c == '\n') {
      if (auto taken = take(std::exchange(partial_, {})); !taken) return taken;
    } else if (c != '\r') {
      partial_ += c;
    }
    if (partial_.size() > kLongestFrame) {
      return make_error(ErrorCode::invalid, "a line of more than {} bytes", kLongestFrame);
    }
  }
  return {};
}

Result<void> OtGpio::take(std::string_view frame) {
  if (frame.empty()) return {};
  const bool has_value = frame.size() > 2 && frame[1] == ':';
  const auto value = has_value ? parse_number<std::uint32_t>(frame.substr(2), 16) : std::nullopt;
  if (!value) {
    return make_error(ErrorCode::invalid, "\"{}\" is not a frame such as \"O:0000000f\"",
                      printable(frame));
  }
  Outputs next = outputs_;
  switch (frame[0]) {
    case 'C':
      next = {};
      has_sent_ = false;
      break;
    case 'D':
      next.enabled = *value;
      break;
    case 'O':
      next.levels = *value;
      break;
    case 'P':
      next.pulls = *value;
      break;
    case 'Z':
      next.not_pulled = *value;
      break;
    case 'Q':
      asked_ = true;
      has_sent_ = false;
      lines_.set_connected(true, "OpenTitan's GPIO, by its character device");
      break;
    default:
      return {};  // Y, and what later versions may say
  }
  set_outputs(next);
  send_inputs();
  return {};
}

/// Puts the lines that differ as the controller has them.
void OtGpio::set_outputs(const Outputs& next) {
  const Outputs before = std::exchange(outputs_, next);
  const std::uint32_t changed = (before.enabled ^ next.enabled) |
                                ((before.levels ^ next.levels) & next.enabled) |
                                (((before.pulls ^ next.pulls) & ~next.not_pulled) & ~next.enabled) |
                                ((before.not_pulled ^ next.not_pulled) & ~next.enabled);
  applying_ = true;
  for (std::uint16_t i = 0; i < kLines; ++i) {
    if ((changed & bit(i)) == 0) continue;
    const LineOffset line(i);
    if ((next.enabled & bit(i)) != 0) {
      lines_.drive(line, (next.levels & bit(i)) != 0);
    } else if ((next.not_pulled & bit(i)) == 0) {
      lines_.pull(line, (next.pulls & bit(i)) != 0);
    } else {
      lines_.release(line);
    }
  }
  applying_ = false;
}

/// Sends the levels of all lines if they differ from those that were sent last. Lines that are
/// unwired or floating are masked: in QEMU, their pulls determine the level.
void OtGpio::send_inputs() {
  if (!asked_) return;
  std::uint32_t levels = 0;
  std::uint32_t floating = 0;
  for (std::uint16_t i = 0; i < kLines; ++i) {
    const LineOffset line(i);
    if (!lines_.is_wired(line) || lines_.floats(line)) {
      floating |= bit(i);
    } else if (lines_.last_level(line)) {
      levels |= bit(i);
    }
  }
  if (!has_sent_ || floating != sent_floating_) send_frame('M', floating);
  if (!has_sent_ || levels != sent_ || floating != sent_floating_) send_frame('I', levels);
  has_sent_ = true;
  sent_ = levels;
  sent_floating_ = floating;
}

/// One write per frame: QEMU discards data after a frame that it reads in the same call.
void OtGpio::send_frame(char type, std::uint32_t value) {
  const std::string frame = fmt::format("{}:{:08x}\n", type, value);
  send_(std::as_bytes(std::span(frame)));
}

}  // namespace pinbridge::opentitan

#include "parts/nec_sender.hpp"

#include <chrono>

namespace pinbridge::parts {
namespace {

/// All times of the protocol are multiples of it.
constexpr Duration kUnit = std::chrono::nanoseconds(562'500);

constexpr std::int64_t kAnnouncement = 16;
constexpr std::int64_t kBeforeCode = 8;
constexpr std::int64_t kBeforeRepeat = 4;
constexpr std::int64_t kZero = 1;
constexpr std::int64_t kOne = 3;
constexpr std::int64_t kFrame = 192;

constexpr std::size_t kBits = 32;
constexpr std::size_t kFirstBit = 2;  ///< the step of its carrier

std::uint32_t bits_of(NecCode code) {
  constexpr unsigned kByte = 8;
  const auto with_inverse = [](std::uint8_t byte) {
    return std::uint32_t{byte} | (~std::uint32_t{byte} & 0xFFU) << kByte;
  };
  return with_inverse(code.address) | with_inverse(code.command) << 2 * kByte;
}

}  // namespace

void NecSender::place(const PartHost& host) {
  host_ = host;
  source_.put_carrier(sends_ && step_ % 2 == 0);
}

void NecSender::start() {
  if (!sends_) begin_frame();
}

void NecSender::begin_frame() {
  const auto frame = source_.next_frame();
  sends_ = frame.has_value();
  if (!sends_) return;
  repeats_ = frame->repeats;
  bits_ = bits_of(frame->code);
  step_ = 0;
  units_sent_ = 0;
  run_step();
}

void NecSender::run_step() {
  source_.put_carrier(step_ % 2 == 0);
  const std::int64_t units = units_of(step_);
  timer_.start(host_, kUnit * units * scale_, [this, units] {
    units_sent_ += units;
    if (step_ > last_mark()) return begin_frame();
    ++step_;
    run_step();
  });
}

/// A repetition is an announcement and one mark; a code has a mark before each bit and at its end.
std::size_t NecSender::last_mark() const {
  return repeats_ ? kFirstBit : kFirstBit + 2 * kBits;
}

std::int64_t NecSender::units_of(std::size_t step) const {
  if (step == 0) return kAnnouncement;
  if (step == 1) return repeats_ ? kBeforeRepeat : kBeforeCode;
  if (step % 2 == 0) return 1;
  if (step > last_mark()) return kFrame - units_sent_;
  const std::size_t bit = (step - kFirstBit) / 2;
  return ((bits_ >> bit) & 1U) != 0 ? kOne : kZero;
}

}  // namespace pinbridge::parts

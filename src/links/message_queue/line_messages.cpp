#include "links/message_queue/line_messages.hpp"

#include <utility>

#include "base/check.hpp"

namespace pinbridge::message_queue {
namespace {

constexpr std::byte kMagic[] = {std::byte{0x69}, std::byte{0x10}};

}  // namespace

std::optional<LineMessage> LineMessage::read(std::span<const std::byte> bytes) {
  if (bytes.size() != kSize || bytes[0] != kMagic[0] || bytes[1] != kMagic[1]) return std::nullopt;
  return LineMessage{std::to_integer<std::uint8_t>(bytes[2]), bytes[3] != std::byte{0}};
}

std::array<std::byte, LineMessage::kSize> LineMessage::bytes() const {
  return {kMagic[0], kMagic[1], std::byte{line}, level ? std::byte{1} : std::byte{0}};
}

LineExchange::LineExchange(GpioLines& lines) : lines_(lines) {
  PB_CHECK(lines.count() == kLines);
  ask_again();
  lines_.listen([this](LineOffset line, bool level) { on_level(line, level); });
}

LineExchange::~LineExchange() {
  lines_.listen({});
  for (std::uint16_t i = 0; i < kLines; ++i) {
    if (driven_[i]) lines_.release(LineOffset(i));
  }
}

bool LineExchange::take(std::span<const std::byte> bytes) {
  const auto message = LineMessage::read(bytes);
  if (!message) return false;
  if (message->line == LineMessage::kAskForAll) {
    ask_again();
    if (on_news) on_news();
    return true;
  }
  if (message->line >= kLines) return false;
  driven_.set(message->line);
  waiting_.reset(message->line);
  lines_.drive(LineOffset(message->line), message->level);
  return true;
}

void LineExchange::ask_again() {
  for (std::uint16_t i = 0; i < kLines; ++i) {
    const LineOffset line(i);
    if (!driven_[i] && lines_.is_wired(line) && !lines_.floats(line)) waiting_.set(i);
  }
}

std::optional<LineMessage> LineExchange::next() const {
  for (std::uint16_t i = 0; i < kLines; ++i) {
    const auto line = static_cast<std::uint16_t>((turn_ + i) % kLines);
    if (waiting_[line]) {
      return LineMessage{static_cast<std::uint8_t>(line), lines_.last_level(LineOffset(line))};
    }
  }
  return std::nullopt;
}

void LineExchange::sent() {
  const auto message = next();
  if (!message) return;
  waiting_.reset(message->line);
  turn_ = static_cast<std::uint16_t>((message->line + 1) % kLines);
}

void LineExchange::on_level(LineOffset line, bool /*level*/) {
  if (driven_[line.value()]) return;
  if (waiting_[line.value()]) lines_.edge_merged(line);
  waiting_.set(line.value());
  if (on_news) on_news();
}

}  // namespace pinbridge::message_queue

#include "links/virtio_gpio/line_interrupt.hpp"

#include <utility>

namespace pinbridge::virtio_gpio {

std::optional<Trigger> trigger_from(std::uint32_t number) {
  switch (number) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 8:
      return static_cast<Trigger>(number);
    default:
      return std::nullopt;
  }
}

std::optional<LineInterrupt::Return> LineInterrupt::set_trigger(Trigger trigger, bool level) {
  // A driver should pass through none; Linux does not. What was latched was for the old trigger.
  if (trigger != trigger_) latched_ = untaken_ = false;
  trigger_ = trigger;
  if (!enabled()) return take_buffer();
  if (level_active(level)) return fire();
  return std::nullopt;
}

std::optional<LineInterrupt::Return> LineInterrupt::buffer_came(virtio::ChainHead buffer,
                                                                bool level) {
  if (!enabled() || buffer_) return Return{buffer, false};
  buffer_ = buffer;
  untaken_ = std::exchange(latched_, false);
  if (untaken_ || level_active(level)) return fire();
  return std::nullopt;
}

std::optional<LineInterrupt::Return> LineInterrupt::level_changed(bool level) {
  if (level_active(level)) return fire();
  const bool edge =
      trigger_ == Trigger::both || trigger_ == (level ? Trigger::rising : Trigger::falling);
  if (!edge) return std::nullopt;
  untaken_ = true;
  if (buffer_) return fire();
  if (std::exchange(latched_, true)) ++merged_;
  return std::nullopt;
}

std::optional<LineInterrupt::Return> LineInterrupt::take_buffer() {
  if (!buffer_) return std::nullopt;
  return Return{*std::exchange(buffer_, std::nullopt), false};
}

bool LineInterrupt::level_active(bool level) const {
  return trigger_ == (level ? Trigger::high : Trigger::low);
}

std::optional<LineInterrupt::Return> LineInterrupt::fire() {
  auto taken = take_buffer();
  if (taken) taken->valid = true;
  return taken;
}

}  // namespace pinbridge::virtio_gpio

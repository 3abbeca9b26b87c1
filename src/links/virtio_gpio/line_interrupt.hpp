#pragma once

#include <cstdint>
#include <optional>

#include "virtio/chain.hpp"

namespace pinbridge::virtio_gpio {

/// What makes a line's interrupt (virtio 1.3, 5.18.6.6): the values are the specification's.
enum class Trigger : std::uint8_t {
  none = 0,
  rising = 1,
  falling = 2,
  both = 3,
  high = 4,
  low = 8
};

/// The trigger with that number, if there is one.
std::optional<Trigger> trigger_from(std::uint32_t number);

/// The interrupt of one line: the requested type, the last level, and the driver's buffer.
///
/// Having the buffer is being unmasked, giving it back masks:
///
///              edge                      edge               buffer comes
///   unmasked ───────▶ give back VALID;   masked ───▶ latched ───▶ give back VALID
///   level active and unmasked: give back VALID; masked: nothing, looked at again when it comes
///   not enabled: any buffer goes back INVALID
class LineInterrupt {
 public:
  /// A buffer that goes back to the driver now.
  struct Return {
    virtio::ChainHead buffer;
    bool valid;

    friend bool operator==(const Return&, const Return&) = default;
  };

  /// `level` is the current level of the line for the guest.
  std::optional<Return> set_trigger(Trigger trigger, bool level);
  std::optional<Return> buffer_came(virtio::ChainHead buffer, bool level);

  /// The level of the line has changed to `level`.
  std::optional<Return> level_changed(bool level);

  /// Edges for which the driver gets no separate interrupt: they came while an earlier one was
  /// latched already, and share its interrupt. Of all triggers since the line's last reset.
  std::uint64_t merged() const { return merged_; }

  /// Whether the driver has not taken the last edge yet: it is latched, or its interrupt is being
  /// handled, until the buffer comes back.
  bool has_untaken_edge() const { return untaken_; }

  /// Masks, and keeps the rest: the queue stops.
  std::optional<Return> take_buffer();

 private:
  bool enabled() const { return trigger_ != Trigger::none; }
  bool level_active(bool level) const;
  std::optional<Return> fire();

  Trigger trigger_ = Trigger::none;
  bool latched_ = false;
  bool untaken_ = false;
  std::uint64_t merged_ = 0;
  std::optional<virtio::ChainHead> buffer_;
};

}  // namespace pinbridge::virtio_gpio

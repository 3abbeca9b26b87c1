#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/gpio_lines.hpp"
#include "links/stream/stream_link.hpp"

namespace pinbridge::opentitan {

/// The conversation with the GPIO controller of an OpenTitan machine, by its character device: a
/// letter, a colon, 32 bits as eight hexadecimal digits, and a newline a frame.
class OtGpio final : public stream::Conversation {
 public:
  static constexpr std::uint16_t kLines = 32;

  /// A frame of the peer that is longer ends the connection.
  static constexpr std::size_t kLongestFrame = 32;

  /// `lines` are kLines, outlive it, and are released when it goes.
  OtGpio(GpioLines& lines, stream::Send send);
  ~OtGpio() override;

  Result<void> receive(std::span<const std::byte> bytes) override;

 private:
  /// The controller's state, a bit a line.
  struct Outputs {
    std::uint32_t enabled = 0;
    std::uint32_t levels = 0;
    std::uint32_t pulls = 0;  ///< up where set
    std::uint32_t not_pulled = 0xffffffff;
  };

  Result<void> take(std::string_view frame);
  void set_outputs(const Outputs& next);
  void send_inputs();
  void send_frame(char type, std::uint32_t value);

  GpioLines& lines_;
  stream::Send send_;
  std::string partial_;
  Outputs outputs_;
  bool applying_ = false;  ///< one frame changes several lines: the inputs are sent once
  std::uint32_t sent_ = 0;
  std::uint32_t sent_floating_ = 0;
  bool has_sent_ = false;
  bool asked_ = false;  ///< QEMU has asked for its inputs once
};

}  // namespace pinbridge::opentitan

#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/gpio_lines.hpp"
#include "bench/attributes.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"

namespace pinbridge {

/// What a guest reads at a line that nobody drives.
enum class Floating : std::uint8_t { random, low, high };

struct GpioChipSettings {
  static constexpr std::uint16_t kUsualLines = 32;

  std::uint16_t lines = kUsualLines;  ///< 1 to 1024
  std::vector<Drive> pulls;           ///< one a line: a pull, or none
  std::vector<std::string> names;     ///< one a line, empty where the file gives none
  /// Unset: no level is made up, and what the guest reads is for its own hardware to say.
  std::optional<Floating> floating = Floating::random;

  static constexpr std::uint16_t kMostLines = 1024;

  /// Reads `lines`, `names`, `pull` and `floating` over `usual`, whose lines and floating inputs
  /// are those where the file says none.
  static GpioChipSettings from(Attributes& attributes, const GpioChipSettings& usual);
  /// What it reads, for a part's type.
  static std::vector<AttributeSpec> specs(std::string usual_lines = "32",
                                          std::string usual_floating = "random");
};

/// A gpiochip of a guest as a part: its pins are the guest's lines. What the guest does with them
/// reaches it through a link, by GpioLines.
class GpioChip : public Part, public GpioLines {
 public:
  explicit GpioChip(GpioChipSettings settings);

  /// Names for lines that the file gives none. A guest that is there reads names when its driver
  /// starts next.
  void set_default_names(std::vector<std::string> names);

  // As a part.
  Layout layout() const override;
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal signal) override;
  std::vector<ControlState> shows() const override;
  std::string pin_label(PinIndex pin) const override;

  // As a guest's lines.
  std::uint16_t count() const override { return settings_.lines; }
  std::vector<std::string> names() const override;
  void drive(LineOffset line, bool level) override;
  void release(LineOffset line) override;
  void pull(LineOffset line, bool up) override;
  bool is_wired(LineOffset line) const override;
  bool floats(LineOffset line) const override;
  bool read(LineOffset line) override;
  bool last_level(LineOffset line) const override {
    return last_levels_[line.value()].value_or(false);
  }
  void listen(Listener listener) override { listener_ = std::move(listener); }
  void set_connected(bool connected, std::string detail) override;

 protected:
  void placed() override;

  /// Goes on with what another board says of pulls, names and floating inputs; `next` has as many
  /// lines.
  void take_settings(const GpioChip& next);

 private:
  void put(LineOffset line, Drive drive);
  bool see(LineOffset line, Signal signal);
  std::optional<bool> level_seen(Signal signal);
  const std::string& name_of(std::size_t line) const;

  GpioChipSettings settings_;
  std::vector<std::string> default_names_;
  std::vector<Drive> drives_;
  std::vector<std::optional<bool>> last_levels_;  ///< none: it floats, and no level is made up
  std::optional<std::minstd_rand> dice_;
  Listener listener_;
  bool connected_ = false;
  std::string detail_;
};

}  // namespace pinbridge

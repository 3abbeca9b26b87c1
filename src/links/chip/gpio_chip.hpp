#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/gpio_lines.hpp"
#include "base/time.hpp"
#include "bench/attributes.hpp"
#include "bench/paced_news.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"
#include "links/chip/line_pacer.hpp"
#include "links/chip/merged_edges.hpp"

namespace pinbridge::chip {

/// The level that a guest reads at a floating line.
enum class Floating : std::uint8_t { random, low, high };

struct GpioChipSettings {
  static constexpr std::uint16_t kUsualLines = 32;

  std::uint16_t lines = kUsualLines;  ///< 1 to 1024
  std::vector<Drive> pulls;           ///< one a line: a pull, or none
  std::vector<std::string> names;     ///< one a line, empty where the file gives none
  bool nameless = false;              ///< the lines have no names, not even by their wires
  /// Unset: no level is generated; the guest's hardware determines what it reads.
  std::optional<Floating> floating = Floating::random;
  /// How long to wait after an edge that the guest has taken, before it receives the next one.
  /// Unset: edges are not paced.
  std::optional<Duration> pace;
  /// What `pace` is where the file has "on".
  Duration usual_pace = std::chrono::milliseconds(1);

  static constexpr std::uint16_t kMostLines = 1024;

  /// Reads `lines`, `names`, `pull`, `floating` and `pace` over `usual`, whose lines and floating
  /// inputs are those if the file has none.
  static GpioChipSettings from(Attributes& attributes, const GpioChipSettings& usual);
  /// The same for a chip with a fixed number of lines: `lines` is not read.
  static GpioChipSettings of_lines(std::uint16_t lines, Attributes& attributes,
                                   const GpioChipSettings& usual);
  /// What from() reads, for a part's type.
  static std::vector<AttributeSpec> specs(std::string usual_lines = "32",
                                          std::string usual_floating = "random");
  /// What of_lines() reads, likewise, where the names are only labels on the board; `example` shows
  /// some: "clk,24=led0".
  static std::vector<AttributeSpec> specs_of_lines(std::string_view example,
                                                   std::string usual_floating = "random");
};

/// The attribute `board` of chips that a microcontroller may become: only pages read it.
AttributeSpec drawn_board_spec();

/// A gpiochip of a guest as a part: its pins are the guest's lines. What the guest does with them
/// reaches it through a link, by GpioLines.
class GpioChip : public Part, public GpioLines {
 public:
  explicit GpioChip(GpioChipSettings settings);

  /// Names for lines that have none in the file. A guest that is there reads names when its driver
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
    return lines_[line.value()].last_level.value_or(false);
  }
  void listen(Listener listener) override;
  void edge_merged(LineOffset line) override { merged_.add(host(), line); }
  bool is_paced() const override { return pacer_.on(); }
  void hold(LineOffset line, std::optional<Duration> at_most) override {
    pacer_.hold(host(), line, at_most);
  }
  void taken(LineOffset line) override { pacer_.taken(host(), line); }
  void taken_within(LineOffset line, Duration at_most) override {
    pacer_.taken_within(host(), line, at_most);
  }
  void set_connected(bool connected, std::string detail) override;

 protected:
  void placed() override;
  /// Presents what is held if pacing is off now: in placed() the nets are not resolved.
  void settled() override { pacer_.set_pause(settings_.pace); }

  /// Takes over the pulls, names, floating inputs and pace of another board; `next` has as many
  /// lines.
  void take_settings(const GpioChip& next);

 private:
  void put(LineOffset line, Drive drive);
  void see(LineOffset line, Signal signal);
  bool is_own_change(LineOffset line) const;
  void show_to_guest(LineOffset line, std::optional<bool> level);
  void tell_held();
  std::optional<bool> level_seen(Signal signal);
  const std::string& name_of(std::size_t line) const;

  struct Line {
    Drive drive;                     ///< what the guest puts on it
    std::optional<bool> last_level;  ///< none: it floats, and no level is made up
  };

  // What each edge needs comes first, and is together.
  std::vector<Line> lines_;
  Listener listener_;
  std::optional<LineOffset> turning_;  ///< the output that becomes an input just now
  std::size_t held_told_ = 0;
  LinePacer pacer_;

  GpioChipSettings settings_;
  std::vector<std::string> default_names_;
  std::optional<std::minstd_rand> dice_;
  PacedNews held_news_;
  MergedEdges merged_;
  bool connected_ = false;
  std::string detail_;
};

}  // namespace pinbridge::chip

#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "bench/bench_listener.hpp"
#include "scenario/host.hpp"
#include "scenario/runner.hpp"

namespace pinbridge::cli {

/// A running bench and a guest's console as the host of a scenario.
///
/// It calls the runner by timers of the bench, so that a step that follows a change or a deadline
/// acts at that very time of the bench.
class BenchHost : public scenario::Host, public BenchListener {
 public:
  /// `commands` outlives it. `console_input` takes the guest's input, is not owned and does not
  /// block. `doubles_escape`: QEMU's monitor shares the line, and takes Ctrl-A for its own.
  BenchHost(api::Commands& commands, int console_input, bool doubles_escape,
            std::filesystem::path directory);
  ~BenchHost() override;

  /// The runner that receives all changes from now on; `on_finished` is called once, within a turn.
  void drive(scenario::Runner& runner, std::function<void()> on_finished);
  /// Keeps the changes of all pins of the last seconds, for failure().
  void keep_all_changes();
  /// The bench in the moment in which a step failed; nothing unless changes were kept.
  struct Failure {
    std::string waveform;  ///< VCD
    std::string board;     ///< what all parts show and all pins are at, as lines of text
    std::string view;      ///< the same as JSON: see draw_picture()
  };
  const Failure& failure() const { return failure_; }
  /// A part at the moment of a screenshot that is saved as a picture.
  struct Screenshot {
    std::filesystem::path png;
    std::string still;  ///< JSON: see draw_picture()
  };
  const std::vector<Screenshot>& screenshots() const { return screenshots_; }

  /// Has the runner go on in the next turn. Within or outside of one.
  void wake();
  /// Goes on now, within a turn.
  void advance();

  // scenario::Host
  Time now() const override;
  Result<Level> watch(const std::string& pin) override;
  Result<Level> level(const std::string& pin) override;
  Result<void> find_part(const std::string& part) override;
  Result<void> set_pin(const std::string& pin, const std::string& state) override;
  Result<void> control(const std::string& part, const std::string& name,
                       const ControlValue& value) override;
  Result<void> press(const std::string& button, Duration hold) override;
  Result<void> write_serial(std::string_view bytes) override;
  Result<std::string> text(const std::string& part) override;
  Result<void> take_screenshot(const scenario::TakeScreenshot& step) override;

  // BenchListener
  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  Bench& bench() const { return commands_.bench(); }
  void arm();
  void keep_from_now();
  std::string recording() const;
  std::string picture() const;
  std::string view() const;

  struct Kept {
    PinId pin;
    Level level;
    Time time;
  };

  api::Commands& commands_;
  int console_input_;
  bool doubles_escape_;
  std::filesystem::path directory_;
  scenario::Runner* runner_ = nullptr;
  std::function<void()> on_finished_;
  /// By PinId: the names by which the runner watches the pin, none if it does not.
  std::vector<std::vector<std::string>> watched_;
  TimerId due_;
  TimerId wake_;
  bool waking_ = false;
  bool keeps_ = false;
  std::deque<Kept> kept_;
  Failure failure_;
  std::vector<Screenshot> screenshots_;
  std::vector<Level> levels_before_kept_;
};

}  // namespace pinbridge::cli

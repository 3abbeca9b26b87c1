#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/paced_news.hpp"
#include "bench/part.hpp"

namespace pinbridge {

/// What each chip of a guest shows: whether its guest is there. No program's part may show it,
/// because clients wait for it.
inline constexpr std::string_view kConnected = "connected";
/// What a chip shows besides if its guest is there before the guest's driver.
inline constexpr std::string_view kDriver = "driver";

/// A part that does nothing by itself, and that a program may embody: the program then drives the
/// part's pins, and is notified of their levels and of changed controls. One program at a time.
class EmbodiedPart : public Part {
 public:
  class Program {
   public:
    Program() = default;
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    virtual ~Program() = default;

    /// The level of a pin's net has changed, also by the program's own drive. Must not change the
    /// bench.
    virtual void pin_sensed(const EmbodiedPart& part, PinIndex pin, Level level, Time time) = 0;
    /// A control was set. Must not change the bench.
    virtual void control_set(const EmbodiedPart& part, std::string_view name,
                             const ControlValue& value, Time time) = 0;
  };

  /// False, and nothing changes, if another program embodies the part. `program` calls leave()
  /// before it dies, unless the part has died.
  bool embody(Program& program);
  bool is(const Program& program) const { return program_ == &program; }
  /// Releases all pins; the part shows nothing.
  void leave();

  /// Holds until the next drive of the pin, over changes of the board, and at most until leave().
  void drive(PinIndex pin, Drive drive);
  /// Adds to what the part shows, or replaces it by name. An empty text removes a value. Clients
  /// are notified at most once in 20 ms.
  void show(const std::vector<ControlState>& values);
  static bool is_removal(const ControlState& value);

  const std::string& id() const { return host().part_id(); }

  bool senses() const final { return true; }
  void sensed(PinIndex pin, Signal signal) final;
  std::vector<ControlState> shows() const final { return shows_; }

 protected:
  void placed() final;
  /// To be called by a subclass that has controls, after one was set.
  void notify_control(std::string_view name, const ControlValue& value);

 private:
  Program* program_ = nullptr;
  std::vector<Drive> drives_;  ///< by pin, as far as the program has driven any
  std::vector<ControlState> shows_;
  PacedNews news_{std::chrono::milliseconds(20)};  ///< a program may change at any rate
};

}  // namespace pinbridge

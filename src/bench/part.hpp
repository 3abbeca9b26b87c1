#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "bench/board_bounce.hpp"
#include "bench/control.hpp"
#include "bench/pin_id.hpp"
#include "bench/timer_queue.hpp"
#include "net/level.hpp"

namespace pinbridge {

class Bench;
using PartId = StrongId<struct PartIdTag>;

/// A pin of one part: its index in that part's layout.
using PinIndex = StrongId<struct PinIndexTag>;
using PinIndexPair = std::pair<PinIndex, PinIndex>;

/// The role of a pin, as far as it is known before anything runs. The checker uses it.
enum class PinRole : std::uint8_t {
  passive,  ///< an end of a contact, a resistor, a lamp
  input,    ///< reads its net; the level is undefined while that floats
  output,   ///< drives low and high
  line,     ///< a guest's: input or output, as the guest has it
  vcc,      ///< drives high as `supply`
  gnd,      ///< drives low as `supply`
  unknown,  ///< of a part that Pinbridge does not have: any of these
};

/// A pin as a part describes it.
struct PinSpec {
  // Not explicit: a part lists its pins by their names.
  PinSpec(const char* pin_name) : name(pin_name) {}
  PinSpec(std::string pin_name, PinRole pin_role = PinRole::passive, Drive own_pull = kNoDrive)
      : name(std::move(pin_name)), role(pin_role), pull(own_pull) {}

  std::string name;  ///< unique within the part
  PinRole role = PinRole::passive;
  Drive pull = kNoDrive;  ///< what the part puts on it when it does nothing else
  std::string alias;      ///< another name for wires and commands, never in reports; empty: none
};

/// What a part is electrically.
struct Layout {
  std::vector<PinSpec> pins;
  std::vector<PinIndexPair> joins;      ///< pins that are one node inside, always
  std::vector<PinIndexPair> contacts;   ///< pins that the part joins and parts; open at first
  std::vector<PinIndexPair> resistors;  ///< pins with a resistance between them
  std::vector<PinIndexPair> diodes;     ///< anode and cathode of each light, for the checker
  /// Of the contacts of one pin, one is always closed: a changeover switch.
  bool changes_over = false;
};

/// A part's access to its bench. Cheap to copy; valid while the bench lives.
class PartHost {
 public:
  PartHost() = default;
  /// `part` is one of the present board.
  PartHost(Bench& bench, PartId part);

  /// Sets the drive of the pin until the next call.
  void drive(PinIndex pin, Drive drive) const;
  /// `contact` is an index into the layout's contacts.
  void set_contact(std::uint32_t contact, bool closed) const;
  /// The signal of the pin's net.
  Signal signal(PinIndex pin) const;
  /// Whether the pin's net has other pins.
  bool is_wired(PinIndex pin) const;

  Time now() const;

  /// The part's own id: "led1".
  const std::string& part_id() const;

  /// How contacts bounce on this board.
  BoardBounce bounce() const;

  /// The part's controls, or what it shows, have changed: clients are notified.
  void state_changed() const;

  /// The seed of the part's own random numbers: the same in each run of the same board with the
  /// same seed, and different for each part.
  std::uint32_t seed() const;

 private:
  friend class PartTimer;

  PinId pin(PinIndex index) const;

  Bench* bench_ = nullptr;
  PartId part_{};
  // Of the part, so that an edge does without the table.
  PinId first_pin_{};
  std::uint32_t pin_count_ = 0;
};

/// A delayed action of a part: at most one is pending, and none runs after the part is destroyed.
class PartTimer {
 public:
  PartTimer() = default;
  PartTimer(const PartTimer&) = delete;
  PartTimer& operator=(const PartTimer&) = delete;
  ~PartTimer() { stop(); }

  /// Runs `action` once, `delay` from now, in place of what is pending.
  void start(const PartHost& host, Duration delay, std::function<void()> action);
  void stop();

 private:
  TimerQueue* timers_ = nullptr;
  TimerId pending_;
};

/// An object on the board. It knows its own pins and nothing of wires, nets, clients or guests.
class Part {
 public:
  Part() = default;
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  virtual ~Part() = default;

  /// The same at every call.
  virtual Layout layout() const = 0;

  /// Puts the part on a bench, where it applies its present drives and contacts. Called again when
  /// the board around it changes.
  void attach(PartHost host) {
    host_ = host;
    placed();
  }

  /// The file gives this part other attributes, from which `next` was made. A part that can adopt
  /// them does so and returns true; otherwise `next` replaces it.
  virtual bool become(Part& /*next*/) { return false; }

  /// All parts of the board are placed and their nets are resolved: signal() is correct. Called
  /// after each attach(), also for pins whose signals did not change. A part that shows what its
  /// pins are at looks at them here, because in placed() each net still floats.
  virtual void settled() {}

  /// Whether sensed() is to be called.
  virtual bool senses() const { return false; }

  /// The signal of the pin's net has changed. All pins have their new signals by then, so signal()
  /// is correct for each; pins that changed at the same time follow one by one.
  virtual void sensed(PinIndex /*pin*/, Signal /*signal*/) {}

  /// The values of the part's controls.
  virtual std::vector<ControlState> controls() const { return {}; }

  /// Another name of a pin: that of a guest's line. Empty for none.
  virtual std::string pin_label(PinIndex /*pin*/) const { return {}; }

  /// What the part shows: an LED is lit.
  virtual std::vector<ControlState> shows() const { return {}; }

  /// Sets a control. Fails with a message and changes nothing if there is no such control, or it
  /// does not accept the value.
  virtual Result<void> control(std::string_view name, const ControlValue& value);

 protected:
  /// The part has a host now. Nets of the board are not resolved yet: no signal is to be read.
  virtual void placed() {}

  const PartHost& host() const { return host_; }

 private:
  PartHost host_;
};

}  // namespace pinbridge

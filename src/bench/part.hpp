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
#include "bench/timer_queue.hpp"
#include "net/level.hpp"

namespace pinbridge {

class Bench;
using PartId = StrongId<struct PartIdTag>;

/// A pin of one part: its index in that part's layout.
using PinIndex = StrongId<struct PinIndexTag>;
using PinIndexPair = std::pair<PinIndex, PinIndex>;

/// What a pin does, as far as that is known before anything runs: the checker goes by it.
enum class PinRole : std::uint8_t {
  passive,  ///< an end of a contact, a resistor, a lamp
  input,    ///< reads its net, and nonsense where that floats
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
};

/// What a part is electrically.
struct Layout {
  std::vector<PinSpec> pins;
  std::vector<PinIndexPair> joins;      ///< pins that are one node inside, always
  std::vector<PinIndexPair> contacts;   ///< pins that the part joins and parts; open at first
  std::vector<PinIndexPair> resistors;  ///< pins with a resistance between them
  std::vector<PinIndexPair> diodes;     ///< anode and cathode of each light, for the checker
};

/// A part's hands on the bench it stands on. Cheap to copy; valid while the bench lives.
class PartHost {
 public:
  PartHost() = default;
  PartHost(Bench& bench, PartId part) : bench_(&bench), part_(part) {}

  /// What the pin puts on its net, until driven otherwise.
  void drive(PinIndex pin, Drive drive) const;
  /// `contact` is an index into the layout's contacts.
  void set_contact(std::uint32_t contact, bool closed) const;
  /// What the pin's net is at.
  Signal signal(PinIndex pin) const;
  /// Whether the pin's net has other pins.
  bool is_wired(PinIndex pin) const;

  Time now() const;

  /// How contacts bounce on this board.
  BoardBounce bounce() const;

  /// The part's controls or what it shows are not what they were: clients are told.
  void state_changed() const;

  /// A number that is the same in each run of the same board with the same seed, and differs from
  /// part to part: the seed of the part's own dice.
  std::uint32_t seed() const;

 private:
  friend class PartTimer;

  Bench* bench_ = nullptr;
  PartId part_{};
};

/// Something that a part does later: one thing at a time, and nothing once the part is gone.
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

/// Something on the board. It knows its own pins and nothing of wires, nets, clients or guests.
class Part {
 public:
  Part() = default;
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  virtual ~Part() = default;

  /// The same at every call.
  virtual Layout layout() const = 0;

  /// Puts the part on a bench: it applies its drives and contacts as they now stand. Called again
  /// when the board around it is another.
  void attach(PartHost host) {
    host_ = host;
    placed();
  }

  /// The file gives this part other attributes, and `next` is made of them. A part that can go on
  /// as itself takes them over and returns true; else `next` takes its place.
  virtual bool become(Part& /*next*/) { return false; }

  /// Whether sensed() is to be called.
  virtual bool senses() const { return false; }

  /// The pin's net is at something else than before. All pins are at what they are now by then, so
  /// that signal() of each is right; pins that changed at the same time follow one by one.
  virtual void sensed(PinIndex /*pin*/, Signal /*signal*/) {}

  /// Where the part's controls stand.
  virtual std::vector<ControlState> controls() const { return {}; }

  /// What else a pin is called: the name of a guest's line. Empty for none.
  virtual std::string pin_label(PinIndex /*pin*/) const { return {}; }

  /// What the part shows to an eye: an LED is lit.
  virtual std::vector<ControlState> shows() const { return {}; }

  /// Sets a control. Fails with a sentence and changes nothing if there is none or the value is not
  /// its.
  virtual Result<void> control(std::string_view name, const ControlValue& value);

 protected:
  /// The part has a host now.
  virtual void placed() {}

  const PartHost& host() const { return host_; }

 private:
  PartHost host_;
};

}  // namespace pinbridge

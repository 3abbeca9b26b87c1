#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "bench/control.hpp"
#include "bench/timer_queue.hpp"
#include "net/level.hpp"

namespace pinbridge {

class Bench;
using PartId = StrongId<struct PartIdTag>;

/// A pin of one part: its index in that part's layout.
using PinIndex = StrongId<struct PinIndexTag>;
using PinIndexPair = std::pair<PinIndex, PinIndex>;

/// What a part is electrically.
struct Layout {
  std::vector<std::string> pins;        ///< names, unique within the part
  std::vector<PinIndexPair> joins;      ///< pins that are one node inside, always
  std::vector<PinIndexPair> contacts;   ///< pins that the part joins and parts; open at first
  std::vector<PinIndexPair> resistors;  ///< pins with a resistance between them
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

  Time now() const;
  TimerId after(Duration delay, std::function<void()> action) const;
  void cancel(TimerId timer) const;

  /// The part's controls or what it shows are not what they were: clients are told.
  void state_changed() const;

  /// A number that is the same in each run of the same board with the same seed, and differs from
  /// part to part: the seed of the part's own dice.
  std::uint32_t seed() const;

 private:
  Bench* bench_ = nullptr;
  PartId part_{};
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
  /// when the part moves to another bench.
  void attach(PartHost host) {
    host_ = host;
    placed();
  }

  /// Whether sensed() is to be called.
  virtual bool senses() const { return false; }

  /// The pin's net is at something else than before.
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

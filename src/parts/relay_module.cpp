#include "parts/relay_module.hpp"

#include "parts/bouncer.hpp"
#include "parts/lamps.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;

// A 5 V relay of 10 A, as these modules have it: at most 10 ms to operate and 5 ms to release.
constexpr Duration kOperate = milliseconds(7);   ///< from coil on to NC open
constexpr Duration kRelease = milliseconds(3);   ///< from coil off to NO open
constexpr Duration kTransfer = milliseconds(1);  ///< from one contact to the other

constexpr PinIndex kVcc{0};
constexpr PinIndex kGnd{1};
constexpr PinIndex kIn{2};
constexpr PinIndex kNc{3};
constexpr PinIndex kCom{4};
constexpr PinIndex kNo{5};

class RelayModule : public Part {
 public:
  RelayModule(BounceSettings settings, Level active)
      : active_(active),
        nc_(
            settings, [this](bool closed) { host().set_contact(0, closed); }, 0),
        no_(settings, [this](bool closed) { host().set_contact(1, closed); }, 1) {}

  // IN is passive: left open, it is off, and its own pull would conflict with a level that comes
  // through a resistor.
  Layout layout() const override {
    return {.pins = {"VCC", "GND", "IN", "NC", "COM", "NO"},
            .contacts = {{kCom, kNc}, {kCom, kNo}},
            .changes_over = true};
  }

  bool senses() const override { return true; }
  void sensed(PinIndex, Signal) override { update_coil(); }

  /// As the module's own lamp shows it.
  std::vector<ControlState> shows() const override { return {{"on", lamp_.lit(0) ? 1 : 0}}; }

 protected:
  void placed() override {
    lamp_.place(host());
    nc_.place(host(), at_ == Armature::nc);
    no_.place(host(), at_ == Armature::no);
  }

 private:
  enum class Armature { nc, between, no };

  bool has_power() const {
    const Level vcc = host().signal(kVcc).level;
    const Level gnd = host().signal(kGnd).level;
    return (vcc == Level::high || vcc == Level::highz) &&
           (gnd == Level::low || gnd == Level::highz);
  }

  void update_coil() {
    const bool coil = host().signal(kIn).level == active_ && has_power();
    if (coil == coil_) return;
    coil_ = coil;
    lamp_.set(0, coil_);
    pull_armature();
  }

  /// From where it is, to where the coil has it.
  void pull_armature() {
    timer_.stop();
    if (at_ == (coil_ ? Armature::no : Armature::nc)) return;
    if (at_ == Armature::between) return transfer();
    timer_.start(host(), coil_ ? kOperate : kRelease, [this] {
      (coil_ ? nc_ : no_).place(host(), false);
      transfer();
    });
  }

  void transfer() {
    at_ = Armature::between;
    timer_.start(host(), kTransfer, [this] {
      at_ = coil_ ? Armature::no : Armature::nc;
      (coil_ ? no_ : nc_).move(true);
    });
  }

  Level active_;  ///< of IN
  bool coil_ = false;
  Armature at_ = Armature::nc;
  Lamps lamp_{1};
  Bouncer nc_;
  Bouncer no_;
  PartTimer timer_;
};

}  // namespace

PartType relay_module_type() {
  PartType type{.name = "wokwi-relay-module",
                .summary = "Relay: connects COM to NO while IN is active, otherwise to NC",
                .attributes = {{"transistor", "npn",
                                "\"npn\": IN is active high; \"pnp\": IN is active low"}},
                .make = [](Attributes& attributes) {
                  const auto settings = BounceSettings::from(attributes);
                  const auto active = attributes.choice<Level>(
                      "transistor", {{"npn", Level::high}, {"pnp", Level::low}}, Level::high);
                  return std::make_unique<RelayModule>(settings, active);
                }};
  for (auto& spec : BounceSettings::specs()) type.attributes.push_back(std::move(spec));
  return type;
}

}  // namespace pinbridge::parts

#include "parts/ky_040.hpp"

#include <cstdlib>
#include <deque>
#include <numeric>

#include "parts/hand_contacts.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::string_view kRotate = "rotate";
constexpr std::string_view kPressed = "pressed";

constexpr std::string_view kDetentMs = "detent-ms";
constexpr std::int64_t kUsualDetentMs = 8;
constexpr std::int64_t kMostDetentMs = 10'000;
constexpr int kPhases = 4;
constexpr std::int64_t kMostDetents = 1000;  ///< in one turn, and waiting to be turned

constexpr PinIndex kClk{0};
constexpr PinIndex kDt{1};
constexpr PinIndex kSw{2};
constexpr PinIndex kGnd{4};

// The button's is first, where HandContacts looks for it.
constexpr std::uint32_t kClkContact = 1;
constexpr std::uint32_t kDtContact = 2;

class Ky040 : public Part {
 public:
  Ky040(BounceSettings settings, Duration detent)
      : button_({{std::string(kPressed)}}, settings), phase_time_(detent / kPhases) {}

  Layout layout() const override {
    return {.pins = {{"CLK", PinRole::output}, {"DT", PinRole::output}, "SW", "VCC", "GND"},
            .contacts = {{kSw, kGnd}, {kClk, kGnd}, {kDt, kGnd}}};
  }

  std::vector<ControlState> controls() const override {
    auto states = button_.controls();
    states.insert(states.begin(), {std::string(kRotate), still_to_turn()});
    return states;
  }

  std::vector<ControlState> shows() const override { return {{"position", position_}}; }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name == kRotate) return rotate(value);
    return button_.has(name) ? button_.set(name, value) : Part::control(name, value);
  }

 protected:
  void placed() override {
    host().drive(kClk, pull(true));
    host().drive(kDt, pull(true));
    button_.place(host());
    set_contacts();
  }

 private:
  Result<void> rotate(const ControlValue& value) {
    const auto* detents = std::get_if<std::int64_t>(&value);
    if (!detents || *detents < -kMostDetents || *detents > kMostDetents) {
      return make_error(
          ErrorCode::invalid,
          "{} must be a number of detents from -{} to {}, clockwise if positive, not \"{}\"",
          kRotate, kMostDetents, kMostDetents, to_string(value));
    }
    const auto waiting = static_cast<std::int64_t>(queue_.size());
    if (waiting + std::abs(*detents) > kMostDetents) {
      return make_error(ErrorCode::limit, "{} accepts only {} more detents: {} are still waiting",
                        kRotate, kMostDetents - waiting, waiting);
    }
    queue_.insert(queue_.end(), static_cast<std::size_t>(std::abs(*detents)),
                  *detents < 0 ? -1 : 1);
    if (phase_ == 0) advance();
    host().state_changed();
    return {};
  }

  /// The phase is over: the next one, or the next detent, or rest.
  void advance() {
    if (phase_ == kPhases) phase_ = 0;
    if (phase_ == 0) {
      if (queue_.empty()) return;
      direction_ = queue_.front();
      queue_.pop_front();
    }
    ++phase_;
    set_contacts();
    timer_.start(host(), phase_time_, [this] { advance(); });
    if (phase_ != kPhases) return;
    position_ += direction_;
    host().state_changed();
  }

  void set_contacts() {
    const bool clockwise = direction_ > 0;
    host().set_contact(clockwise ? kClkContact : kDtContact, phase_ == 1 || phase_ == 2);
    host().set_contact(clockwise ? kDtContact : kClkContact, phase_ == 2 || phase_ == 3);
  }

  std::int64_t still_to_turn() const {
    const bool turning = phase_ != 0 && phase_ != kPhases;
    return std::accumulate(queue_.begin(), queue_.end(), std::int64_t{turning ? direction_ : 0});
  }

  HandContacts button_;
  Duration phase_time_;
  PartTimer timer_;
  std::deque<int> queue_;  ///< detents to come, each 1 or -1
  int direction_ = 1;      ///< of the detent that turns
  int phase_ = 0;          ///< of it, from 1; 0 while nothing turns
  std::int64_t position_ = 0;
};

}  // namespace

PartType ky_040_type() {
  std::vector<AttributeSpec> specs = BounceSettings::specs();
  specs.push_back({std::string(kDetentMs), std::to_string(kUsualDetentMs),
                   "duration of a detent, 1 to 10000 ms"});
  return {.name = "wokwi-ky-040",
          .summary =
              "Rotary encoder: CLK falls before DT clockwise, DT before CLK counterclockwise; SW "
              "is connected to GND while pressed",
          .attributes = std::move(specs),
          .controls = {{std::string(kRotate), "-1000 to 1000",
                        "turns the knob by this many detents, clockwise if positive; reads as the "
                        "number of remaining detents"},
                       {std::string(kPressed), "0 or 1", "1 while the knob is held down"}},
          .make = [](Attributes& attributes) {
            const BounceSettings bounce = BounceSettings::from(attributes);
            const std::int64_t ms = attributes.integer(kDetentMs, 1, kMostDetentMs, kUsualDetentMs);
            return std::make_unique<Ky040>(bounce, std::chrono::milliseconds(ms));
          }};
}

}  // namespace pinbridge::parts

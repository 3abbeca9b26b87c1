#include "parts/infrared.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "base/number.hpp"
#include "bench/in_medium.hpp"
#include "parts/nec_sender.hpp"
#include "parts/switch_control.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::size_t kMostWaiting = 100;
constexpr std::int64_t kMostScale = 1000;

/// A part with a pin of its own for what it sends or receives.
class InfraredPart : public Part, public InMedium, protected NecSource {
 public:
  InfraredPart(PinIndex light, std::int64_t scale) : light_(light), sender_(*this, scale) {}

  std::string_view medium() const override { return "infrared"; }
  PinIndex medium_pin() const override { return light_; }

 protected:
  void placed() override { sender_.place(host()); }
  void start_sending() { sender_.start(); }

 private:
  PinIndex light_;
  NecSender sender_;
};

AttributeSpec scale_attribute() {
  return {"timeScale", "1",
          "factor by which its pulses are longer than on the real part, 1 to 1000; for guests that "
          "cannot distinguish 0.56 and 1.7 ms"};
}

std::int64_t scale_from(Attributes& attributes) {
  return attributes.integer("timeScale", 1, kMostScale, 1);
}

struct Key {
  std::string_view name;
  std::uint8_t command;
};

constexpr std::array<Key, 20> kKeys{
    {{"power", 0xA2}, {"menu", 0xE2}, {"test", 0x22}, {"plus", 0x02}, {"back", 0xC2},
     {"prev", 0xE0},  {"play", 0xA8}, {"next", 0x90}, {"0", 0x68},    {"minus", 0x98},
     {"c", 0xB0},     {"1", 0x30},    {"2", 0x18},    {"3", 0x7A},    {"4", 0x10},
     {"5", 0x38},     {"6", 0x5A},    {"7", 0x42},    {"8", 0x4A},    {"9", 0x52}}};

class IrRemote : public InfraredPart {
 public:
  explicit IrRemote(std::int64_t scale) : InfraredPart(kIr, scale) {}

  Layout layout() const override { return {.pins = {"IR"}}; }

  std::vector<ControlState> controls() const override {
    std::vector<ControlState> states;
    states.reserve(kKeys.size());
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
      states.push_back({std::string(kKeys[i].name), pressed_[i] ? 1 : 0});
    }
    return states;
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    const auto key = std::ranges::find(kKeys, name, &Key::name);
    if (key == kKeys.end()) return Part::control(name, value);
    const auto pressed = parse_position(name, value);
    if (!pressed) return pressed.error();
    const auto index = static_cast<std::size_t>(key - kKeys.begin());
    if (pressed_[index] == *pressed) return {};
    if (*pressed && waiting_.size() == kMostWaiting) {
      return make_error(ErrorCode::limit, "{} cannot be pressed: {} keys are still waiting", name,
                        kMostWaiting);
    }
    pressed_[index] = *pressed;
    if (*pressed) {
      waiting_.push_back({.key = index});
    } else {
      release(index);
    }
    start_sending();
    host().state_changed();
    return {};
  }

  std::vector<ControlState> shows() const override {
    return {{"sends", sent_ ? std::string(kKeys[sent_->key].name) : std::string()}};
  }

 private:
  struct Press {
    std::size_t key;
    bool held = true;
  };

  /// Of the presses of a key only the last is still held.
  void release(std::size_t key) {
    const auto last = std::find_if(waiting_.rbegin(), waiting_.rend(),
                                   [&](const Press& press) { return press.key == key; });
    if (last != waiting_.rend()) {
      last->held = false;
    } else if (sent_ && sent_->key == key) {
      sent_->held = false;
    }
  }

  std::optional<NecFrame> next_frame() override {
    if (sent_ && sent_->held) return NecFrame{.code = {}, .repeats = true};
    const bool sent_before = std::exchange(sent_, std::nullopt).has_value();
    if (!waiting_.empty()) {
      sent_ = waiting_.front();
      waiting_.pop_front();
    }
    if (sent_ || sent_before) host().state_changed();
    if (!sent_) return std::nullopt;
    return NecFrame{.code = {.address = 0, .command = kKeys[sent_->key].command}};
  }

  void put_carrier(bool on) override { host().drive(kIr, on ? strong(true) : kNoDrive); }

  static constexpr PinIndex kIr{0};

  std::array<bool, kKeys.size()> pressed_{};
  std::deque<Press> waiting_;  ///< whose codes were not sent yet
  std::optional<Press> sent_;
};

/// "0xa2" or "162"; nullopt for what is not a byte.
std::optional<std::uint8_t> parse_byte(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  return parse_number<std::uint8_t>(text, is_hex ? 16 : 10);
}

class IrReceiver : public InfraredPart {
 public:
  explicit IrReceiver(std::int64_t scale) : InfraredPart(kIr, scale) {}

  Layout layout() const override {
    return {.pins = {"GND", "VCC", {"DAT", PinRole::output}, "IR"}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override {
    if (pin == kIr) put();
  }
  void settled() override { put(); }

  std::vector<ControlState> controls() const override { return {{std::string(kReceive), now_}}; }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != kReceive) return Part::control(name, value);
    std::string text = to_string(value);
    const std::size_t comma = std::min(text.find(','), text.size());
    const auto address = parse_byte(std::string_view(text).substr(0, comma));
    const auto command =
        parse_byte(std::string_view(text).substr(std::min(comma + 1, text.size())));
    if (!address || !command) {
      return make_error(ErrorCode::invalid,
                        "{} must be an address and a command, each from 0 to 255, such as "
                        "\"0,162\" or \"0x00,0xa2\", not \"{}\"",
                        kReceive, text);
    }
    if (waiting_.size() == kMostWaiting) {
      return make_error(ErrorCode::limit, "{} accepts no more codes: {} are still waiting",
                        kReceive, kMostWaiting);
    }
    waiting_.emplace_back(NecCode{*address, *command}, std::move(text));
    start_sending();
    return {};
  }

 private:
  static constexpr std::string_view kReceive = "receive";
  static constexpr PinIndex kDat{2};
  static constexpr PinIndex kIr{3};

  std::optional<NecFrame> next_frame() override {
    now_.clear();
    host().state_changed();
    if (waiting_.empty()) return std::nullopt;
    const NecCode code = waiting_.front().first;
    now_ = std::move(waiting_.front().second);
    waiting_.pop_front();
    return NecFrame{.code = code};
  }

  void put_carrier(bool on) override {
    own_ = on;
    put_dat();
  }

  void put() {
    arrives_ = host().signal(kIr).level == Level::high;
    put_dat();
  }
  void put_dat() { host().drive(kDat, strong(!own_ && !arrives_)); }

  std::deque<std::pair<NecCode, std::string>> waiting_;  ///< codes, and how they were written
  std::string now_;                                      ///< the code of the control that arrives
  bool own_ = false;                                     ///< a carrier from the control
  bool arrives_ = false;                                 ///< a carrier from elsewhere
};

}  // namespace

PartType ir_remote_type() {
  std::vector<ControlSpec> controls;
  controls.reserve(kKeys.size());
  for (const Key& key : kKeys) {
    controls.push_back(
        {std::string(key.name), "0 or 1",
         fmt::format("1 while this key, with the command {}, is held down", key.command)});
  }
  return {.name = "wokwi-ir-remote",
          .summary = "Infrared remote control of 20 keys (NEC protocol, address 0)",
          .attributes = {scale_attribute()},
          .controls = std::move(controls),
          .make = [](Attributes& attributes) {
            return std::make_unique<IrRemote>(scale_from(attributes));
          }};
}

PartType ir_receiver_type() {
  return {.name = "wokwi-ir-receiver",
          .summary = "Infrared receiver: DAT is low while a carrier of 38 kHz arrives",
          .attributes = {scale_attribute()},
          .controls = {{"receive", "ADDRESS,COMMAND",
                        "lets this code of the NEC protocol arrive; each number is 0 to 255, such "
                        "as \"0,162\" or \"0x00,0xa2\""}},
          .make = [](Attributes& attributes) {
            return std::make_unique<IrReceiver>(scale_from(attributes));
          }};
}

}  // namespace pinbridge::parts

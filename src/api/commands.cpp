#include "api/commands.hpp"

#include <algorithm>

namespace pinbridge {
namespace {

constexpr std::size_t kLongestAnnounced = 64;

constexpr std::string_view kPressed = "pressed";

}  // namespace

Result<Drive> parse_hand_drive(std::string_view state) {
  if (state == "0" || state == "low") return strong(false);
  if (state == "1" || state == "high") return strong(true);
  if (state == "z" || state == "highz") return kNoDrive;
  return make_error(
      ErrorCode::invalid,
      "\"{}\" is nothing a pin can be set to; it takes 0 or low, 1 or high, z or highz", state);
}

Result<PinId> Commands::pin(std::string_view name) const {
  if (const auto found = bench_.find_pin(name)) return *found;
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) {
    return make_error(ErrorCode::not_found, "\"{}\" is no pin; a pin is written PART:PIN", name);
  }
  const auto part = bench_.find_part(name.substr(0, colon));
  if (!part) {
    return make_error(ErrorCode::not_found, "there is no pin \"{}\": the board has no part \"{}\"",
                      name, name.substr(0, colon));
  }
  if (bench_.pin_count_of(*part) == 0) {
    return make_error(ErrorCode::not_found, "there is no pin \"{}\": part {} has no pins", name,
                      bench_.part_id(*part));
  }
  return make_error(ErrorCode::not_found, "there is no pin \"{}\": part {} has {} pins, {} to {}",
                    name, bench_.part_id(*part), bench_.pin_count_of(*part),
                    bench_.pin_name(bench_.pin(*part, PinIndex{0})),
                    bench_.pin_name(bench_.pin(*part, PinIndex{bench_.pin_count_of(*part) - 1})));
}

Result<PartId> Commands::part(std::string_view id) const {
  if (const auto found = bench_.find_part(id)) return *found;
  return make_error(ErrorCode::not_found, "the board has no part \"{}\"", id);
}

Result<std::vector<PinId>> Commands::pins(const std::vector<std::string>& names) const {
  std::vector<PinId> found;
  for (const std::string& name : names) {
    const auto one = pin(name);
    if (!one) return one.error();
    found.push_back(*one);
  }
  if (names.empty()) {
    for (std::uint32_t i = 0; i < bench_.pin_count(); ++i) found.emplace_back(i);
  }
  return found;
}

Result<std::vector<PinId>> Commands::set(const std::vector<PinSetting>& settings) {
  std::vector<PinId> found;
  for (const PinSetting& setting : settings) {
    const auto one = pin(setting.pin);
    if (!one) return one.error();
    found.push_back(*one);
  }
  const Bench::Batch batch(bench_);
  for (std::size_t i = 0; i < settings.size(); ++i)
    bench_.drive_by_hand(found[i], settings[i].drive);
  return found;
}

Result<PartId> Commands::control(std::string_view part, std::string_view name,
                                 const ControlValue& value) {
  auto found = this->part(part);
  if (!found) return found;
  if (const auto done = bench_.control(*found, name, value); !done) return done.error();
  return found;
}

Result<PartId> Commands::press(std::string_view button, Duration hold) {
  if (hold < Duration(1) || hold > kLongestPress) {
    return make_error(ErrorCode::invalid, "a press lasts from 1 ns to 1 h, not {} ns",
                      hold.count());
  }
  const auto colon = button.find(':');
  const auto part = button.substr(0, colon);
  const std::string name(colon == std::string_view::npos ? kPressed : button.substr(colon + 1));
  auto found = control(part, name, 1);
  if (!found) return found;
  TimerId& timer = held_[std::string(button)];
  bench_.timers().cancel(timer);
  timer = bench_.timers().add(bench_.now() + hold, [this, id = std::string(part), name] {
    // It took 1; it takes 0, unless the board has changed since.
    static_cast<void>(control(id, name, 0));
  });
  return found;
}

Result<void> Commands::announce(const std::string& machine, const std::string& guest) {
  for (const std::string& text : {machine, guest}) {
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    if (plain && !text.empty() && text.size() <= kLongestAnnounced) continue;
    return make_error(ErrorCode::invalid,
                      "announce takes a machine and what it is, such as \"QEMU 10.0\": 1 to {} "
                      "printable characters of ASCII each",
                      kLongestAnnounced);
  }
  announced_[machine] = guest;
  return {};
}

std::string Commands::announced(const std::string& machine) const {
  const auto found = announced_.find(machine);
  return found == announced_.end() ? "" : found->second;
}

}  // namespace pinbridge

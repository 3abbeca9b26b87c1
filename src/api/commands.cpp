#include "api/commands.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/pin_name.hpp"
#include "bench/described_part.hpp"
#include "bench/net_report.hpp"
#include "board/nearest.hpp"

namespace pinbridge::api {
namespace {

constexpr std::size_t kLongestAnnounced = 64;

/// No control takes a longer word; parts keep and show it.
constexpr std::size_t kLongestWord = 1024;

/// On a board with more parts, a request with a wrong name would take too long.
constexpr std::size_t kMostCompared = 16'384;

std::string suggest_part(const PinTable& table, std::string_view id) {
  return board::Guesser(kMostCompared).did_you_mean(id, table.part_count(), [&](std::size_t i) {
    return std::string_view(table.part_id(PartId{static_cast<std::uint32_t>(i)}));
  });
}

/// Whether a control that was pressed takes 0 again.
Result<void> can_release(const Part& part, std::string_view id, std::string_view control) {
  const auto* described = dynamic_cast<const DescribedPart*>(&part);
  if (described == nullptr) return {};
  const auto ranges = described->ranges();
  const auto range = std::ranges::find(ranges, control, &ControlRange::control);
  if (range == ranges.end() || range->least <= 0) return {};
  return make_error(ErrorCode::invalid,
                    "{}: {} takes {} to {}, but a press ends with 0; set it as a control", id,
                    control, range->least, range->most);
}

}  // namespace

Result<Drive> parse_hand_drive(std::string_view state) {
  if (state == "0" || state == "low") return strong(false);
  if (state == "1" || state == "high") return strong(true);
  if (state == "z" || state == "highz") return kNoDrive;
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a state of a pin; write 0 or low, 1 or high, z or highz", state);
}

Result<PinId> Commands::pin(std::string_view name) const {
  const PinTable& table = bench_.pins();
  if (const auto found = table.find(name)) return *found;
  if (const auto line = board_.imported_pins.find(name); line != board_.imported_pins.end()) {
    if (const auto found = table.find(line->second)) return *found;
  }
  const auto [part_name, pin_name] = split_pin_name(name);
  if (pin_name.empty()) {
    return make_error(ErrorCode::not_found, "\"{}\" is not a pin; write PART:PIN", name);
  }
  const auto part = table.find_part(part_name);
  if (!part) {
    return make_error(ErrorCode::not_found,
                      "there is no pin \"{}\": the board has no part \"{}\"{}", name, part_name,
                      suggest_part(table, part_name));
  }
  if (table.count_of(*part) == 0) {
    return make_error(ErrorCode::not_found, "there is no pin \"{}\": part {} has no pins", name,
                      table.part_id(*part));
  }
  const auto name_at = [&](std::size_t i) {
    return std::string_view(table.name(table.at(*part, PinIndex{static_cast<std::uint32_t>(i)})));
  };
  return make_error(ErrorCode::not_found, "there is no pin \"{}\": part {} has {}", name,
                    table.part_id(*part), board::list_pins(table.count_of(*part), name_at));
}

Result<PartId> Commands::part(std::string_view id) const {
  if (const auto found = bench_.pins().find_part(id)) return *found;
  return make_error(ErrorCode::not_found, "the board has no part \"{}\"{}", id,
                    suggest_part(bench_.pins(), id));
}

Result<std::vector<PinId>> Commands::pins(const std::vector<std::string>& names) const {
  std::vector<PinId> found;
  found.reserve(names.size());
  for (const std::string& name : names) {
    const auto one = pin(name);
    if (!one) return one.error();
    found.push_back(*one);
  }
  return names.empty() ? all_pins() : found;
}

std::vector<PinId> Commands::all_pins() const {
  std::vector<PinId> all;
  all.reserve(bench_.pins().count());
  for (std::uint32_t i = 0; i < bench_.pins().count(); ++i) all.emplace_back(i);
  return all;
}

Result<std::vector<PinId>> Commands::set(const std::vector<PinSetting>& settings) {
  std::vector<PinId> found;
  for (const PinSetting& setting : settings) {
    const auto one = pin(setting.pin);
    if (!one) return one.error();
    found.push_back(*one);
  }
  set(settings, found);
  return found;
}

void Commands::set(const std::vector<PinSetting>& settings, const std::vector<PinId>& pins) {
  PB_CHECK(settings.size() == pins.size());
  const Bench::Batch batch(bench_);
  for (std::size_t i = 0; i < settings.size(); ++i)
    bench_.drive_by_hand(pins[i], settings[i].drive);
  for (const PinSetting& setting : settings) acted(setting);
}

bool Commands::is_overruled(PinId pin) const {
  const Drive hand = bench_.drives(pin).by_hand;
  const Level level = bench_.state(pin).level;
  return hand != kNoDrive && level != hand.level && is_definite(level);
}

std::optional<PinId> Commands::overruled_by(PinId pin) const {
  if (!is_overruled(pin)) return std::nullopt;
  const Drive hand = bench_.drives(pin).by_hand;
  const Level level = bench_.state(pin).level;
  for (const NetDrive& drive : report_net(bench_, pin).drives) {
    if (drive.drive.level == level && drive.drive.strength > hand.strength) return drive.pin;
  }
  return std::nullopt;
}

Result<PartId> Commands::control(std::string_view part, std::string_view name,
                                 const ControlValue& value) {
  auto changed = change_control(part, name, value);
  // Set by hand it is held or released: an earlier press does not release it later.
  if (changed) end_press({std::string(part), std::string(name)});
  if (changed) acted(ControlSetting{std::string(part), std::string(name), value});
  return changed;
}

Result<PartId> Commands::change_control(std::string_view part, std::string_view name,
                                        const ControlValue& value) {
  auto found = this->part(part);
  if (!found) return found;
  const auto* word = std::get_if<std::string>(&value);
  if (word && word->size() > kLongestWord) {
    return make_error(ErrorCode::invalid, "{}: {}: a control's value has up to {} bytes, not {}",
                      part, name, kLongestWord, word->size());
  }
  if (const auto done = bench_.control(*found, name, value); !done) return done.error();
  return found;
}

Result<PartId> Commands::press(std::string_view button, Duration hold) {
  if (hold < Duration(1) || hold > kLongestPress) {
    return make_error(ErrorCode::invalid, "a press lasts from 1 ns to 1 h, not {} ns",
                      hold.count());
  }
  const auto [part, name] = split_button_name(button);
  auto found = this->part(part);
  if (!found) return found;
  if (const auto can = can_release(bench_.part(*found), part, name); !can) return can.error();
  if (const auto pressed = change_control(part, name, 1); !pressed) return pressed;
  acted(ButtonPress{std::string(button), hold});
  const Button key{std::string(part), std::string(name)};
  end_press(key);
  const TimerId timer = bench_.timers().add(bench_.now() + hold, [this, key] {
    held_.erase(key);
    // It took 1; it takes 0, unless the board has changed since.
    static_cast<void>(change_control(key.first, key.second, 0));
  });
  held_.emplace(key, Press{timer, &bench_.part(*found)});
  return found;
}

void Commands::end_press(const Button& button) {
  const auto press = held_.find(button);
  if (press == held_.end()) return;
  bench_.timers().cancel(press->second.timer);
  held_.erase(press);
}

void Commands::board_was_exchanged() {
  std::erase_if(held_, [this](const auto& entry) {
    const auto& [button, press] = entry;
    const auto part = bench_.pins().find_part(button.first);
    if (part && &bench_.part(*part) == press.part) return false;
    bench_.timers().cancel(press.timer);
    return true;
  });
}

void Commands::acted(const Action& action) {
  for (ActionListener* listener : listeners_) listener->acted(action, bench_.now());
}

Result<void> Commands::announce(const std::string& machine, const std::string& guest) {
  for (const std::string& text : {machine, guest}) {
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    if (plain && !text.empty() && text.size() <= kLongestAnnounced) continue;
    return make_error(ErrorCode::invalid,
                      "announce takes a machine and the name of its guest, such as \"QEMU 10.0\": "
                      "1 to {} printable characters of ASCII each",
                      kLongestAnnounced);
  }
  announced_[machine] = guest;
  return {};
}

std::string Commands::announced(const std::string& machine) const {
  const auto found = announced_.find(machine);
  return found == announced_.end() ? "" : found->second;
}

}  // namespace pinbridge::api

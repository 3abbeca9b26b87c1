#include "board/pin_finder.hpp"

#include <fmt/format.h>

namespace pinbridge {

std::pair<std::string_view, std::string_view> split_pin_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {name, {}};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

void PinFinder::add_part(const std::string& id, const Layout& layout) {
  Pins pins{.part = PartId{static_cast<std::uint32_t>(part_ids_.size())}};
  for (const PinSpec& pin : layout.pins) {
    pins.by_name.emplace(pin.name, PinIndex{static_cast<std::uint32_t>(pins.names.size())});
    pins.names.push_back(pin.name);
  }
  part_ids_.push_back(id);
  parts_.emplace(id, std::move(pins));
}

std::optional<PinPlace> PinFinder::find(const PlacedText& end) {
  const auto [part, pin] = split_pin_name(end.text);
  const auto fail = [&, of_part = std::string(part), of_pin = std::string(pin)](std::string text) {
    problems_.error(end.place, std::move(text), of_part, of_pin);
    return std::nullopt;
  };
  if (pin.empty()) {
    return fail(fmt::format("\"{}\" names no pin; a pin is written PART:PIN", end.text));
  }
  const auto pins = parts_.find(std::string(part));
  if (pins == parts_.end()) {
    if (refused_.contains(std::string(part))) return std::nullopt;
    return fail(fmt::format("\"{}\": there is no part \"{}\"{}", end.text, part,
                            guesser_.did_you_mean(part, part_ids_)));
  }
  const auto found = pins->second.by_name.find(std::string(pin));
  if (found != pins->second.by_name.end()) return PinPlace{pins->second.part, found->second};
  return fail(fmt::format("\"{}\": part {} has no pin \"{}\"{}", end.text, part, pin,
                          explain(pins->second, pin)));
}

/// What may have been meant, and what there is.
std::string PinFinder::explain(const Pins& pins, std::string_view pin) {
  constexpr std::size_t kMostToList = 24;
  if (pins.names.empty()) return "; it has none";
  const std::string guess = guesser_.did_you_mean(pin, pins.names);
  if (pins.names.size() > kMostToList) {
    return fmt::format("{}; it has {} pins, {} to {}", guess, pins.names.size(), pins.names.front(),
                       pins.names.back());
  }
  std::string all;
  for (const std::string& name : pins.names) all += (all.empty() ? "" : ", ") + name;
  return fmt::format("{}; it has {}", guess, all);
}

}  // namespace pinbridge

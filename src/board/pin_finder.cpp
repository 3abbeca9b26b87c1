#include "board/pin_finder.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/pin_name.hpp"

namespace pinbridge::board {

void PinFinder::add_part(const std::string& id, Layout layout) {
  constexpr std::size_t kFew = 16;
  by_id_.emplace(id, PartId{static_cast<std::uint32_t>(parts_.size())});
  part_ids_.push_back(id);
  Pins& pins = parts_.emplace_back(Pins{.layout = std::move(layout)});
  const auto& specs = pins.layout.pins;
  if (specs.size() <= kFew) return;
  for (std::uint32_t i = 0; i < specs.size(); ++i) pins.by_name.emplace(specs[i].name, i);
  // After all names, which take precedence.
  for (std::uint32_t i = 0; i < specs.size(); ++i) {
    if (!specs[i].alias.empty()) pins.by_name.emplace(specs[i].alias, i);
  }
}

std::optional<PinIndex> PinFinder::Pins::find(std::string_view name) const {
  if (!by_name.empty()) {
    const auto found = by_name.find(name);
    return found == by_name.end() ? std::nullopt : std::optional(found->second);
  }
  for (const auto member : {&PinSpec::name, &PinSpec::alias}) {
    const auto found = std::ranges::find(layout.pins, name, member);
    if (found != layout.pins.end()) {
      return PinIndex{static_cast<std::uint32_t>(found - layout.pins.begin())};
    }
  }
  return std::nullopt;
}

std::optional<PinPlace> PinFinder::find(const PlacedText& end) {
  const auto [part, pin] = split_pin_name(end.text);
  const auto fail = [&, of_part = std::string(part), of_pin = std::string(pin)](std::string text) {
    problems_.warning(end.place, std::move(text) + "; the wire is ignored", of_part, of_pin);
    return std::nullopt;
  };
  if (pin.empty()) {
    return fail(fmt::format("\"{}\" names no pin; write PART:PIN", end.text));
  }
  const auto id = by_id_.find(std::string(part));
  if (id == by_id_.end()) {
    if (refused_.contains(std::string(part))) return std::nullopt;
    return fail(fmt::format("\"{}\": there is no part \"{}\"{}", end.text, part,
                            guesser_.did_you_mean(part, part_ids_)));
  }
  const Pins& pins = parts_[id->second.value()];
  if (const auto found = pins.find(pin)) return PinPlace{id->second, *found};
  if (const auto node = node_of(pins, end, pin)) return PinPlace{id->second, *node};
  return fail(
      fmt::format("\"{}\": part {} has no pin \"{}\"{}", end.text, part, pin, explain(pins, pin)));
}

const std::string& PinFinder::name_of(const PinPlace& place) const {
  return parts_[place.part.value()].layout.pins[place.pin.value()].name;
}

/// "b1:1" means side 1 of a button, whose pins "1.l" and "1.r" are one node: any of them will do.
std::optional<PinIndex> PinFinder::node_of(const Pins& pins, const PlacedText& end,
                                           std::string_view pin) {
  const auto& specs = pins.layout.pins;
  const auto& joins = pins.layout.joins;
  const std::size_t most = specs.size() * (1 + joins.size());
  if (most > comparisons_left_) return std::nullopt;
  comparisons_left_ -= most;
  const std::string part(split_pin_name(end.text).first);
  const std::string stem = std::string(pin) + ".";
  std::vector<PinIndex> found;
  for (std::uint32_t i = 0; i < specs.size(); ++i) {
    if (specs[i].name.starts_with(stem)) found.emplace_back(i);
  }
  if (found.empty()) return std::nullopt;
  for (const PinIndex other : std::span(found).subspan(1)) {
    const auto joins_them = [&](const PinIndexPair& join) {
      return join == PinIndexPair{found.front(), other};
    };
    if (std::ranges::none_of(joins, joins_them)) return std::nullopt;
  }
  problems_.warning(end.place,
                    fmt::format("\"{}\" is used as \"{}:{}\", one of its pins", end.text, part,
                                specs[found.front().value()].name),
                    part, std::string(pin));
  return found.front();
}

/// What the user may have meant, and what exists.
std::string PinFinder::explain(const Pins& pins, std::string_view pin) {
  const auto& specs = pins.layout.pins;
  if (specs.empty()) return "; it has none";
  const auto name_at = [&](std::size_t i) { return std::string_view(specs[i].name); };
  const std::string guess = guesser_.did_you_mean(pin, specs.size(), name_at);
  return fmt::format("{}; it has {}", guess, list_pins(specs.size(), name_at));
}

}  // namespace pinbridge::board

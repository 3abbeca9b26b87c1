#include "board/pin_finder.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace pinbridge::board {

std::pair<std::string_view, std::string_view> split_pin_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {name, {}};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

void PinFinder::add_part(const std::string& id, const Layout& layout) {
  Pins pins{.part = PartId{static_cast<std::uint32_t>(part_ids_.size())}, .joins = layout.joins};
  for (const PinSpec& pin : layout.pins) {
    pins.by_name.emplace(pin.name, PinIndex{static_cast<std::uint32_t>(pins.names.size())});
    pins.names.push_back(pin.name);
  }
  // After all names, which take precedence.
  for (std::uint32_t i = 0; i < layout.pins.size(); ++i) {
    const std::string& alias = layout.pins[i].alias;
    if (!alias.empty()) pins.by_name.emplace(alias, PinIndex{i});
  }
  part_ids_.push_back(id);
  parts_.emplace(id, std::move(pins));
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
  const auto pins = parts_.find(std::string(part));
  if (pins == parts_.end()) {
    if (refused_.contains(std::string(part))) return std::nullopt;
    return fail(fmt::format("\"{}\": there is no part \"{}\"{}", end.text, part,
                            guesser_.did_you_mean(part, part_ids_)));
  }
  const auto found = pins->second.by_name.find(std::string(pin));
  if (found != pins->second.by_name.end()) return PinPlace{pins->second.part, found->second};
  if (const auto node = node_of(pins->second, end, pin)) return node;
  return fail(fmt::format("\"{}\": part {} has no pin \"{}\"{}", end.text, part, pin,
                          explain(pins->second, pin)));
}

const std::string& PinFinder::name_of(const PinPlace& place) const {
  return parts_.at(part_ids_[place.part.value()]).names[place.pin.value()];
}

/// "b1:1" means side 1 of a button, whose pins "1.l" and "1.r" are one node: any of them will do.
std::optional<PinPlace> PinFinder::node_of(const Pins& pins, const PlacedText& end,
                                           std::string_view pin) {
  const std::size_t most = pins.names.size() * (1 + pins.joins.size());
  if (most > comparisons_left_) return std::nullopt;
  comparisons_left_ -= most;
  const std::string stem = std::string(pin) + ".";
  std::vector<PinIndex> found;
  for (std::uint32_t i = 0; i < pins.names.size(); ++i) {
    if (pins.names[i].starts_with(stem)) found.emplace_back(i);
  }
  if (found.empty()) return std::nullopt;
  for (const PinIndex other : std::span(found).subspan(1)) {
    const auto joins_them = [&](const PinIndexPair& join) {
      return join == PinIndexPair{found.front(), other};
    };
    if (std::ranges::none_of(pins.joins, joins_them)) return std::nullopt;
  }
  problems_.warning(
      end.place,
      fmt::format("\"{}\" is used as \"{}\", one of its pins", end.text,
                  end.text.substr(0, end.text.find(':') + 1) + pins.names[found.front().value()]),
      end.text.substr(0, end.text.find(':')), std::string(pin));
  return PinPlace{pins.part, found.front()};
}

/// What the user may have meant, and what exists.
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

}  // namespace pinbridge::board

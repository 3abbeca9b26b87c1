#include "board/assembly.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/pin_name.hpp"
#include "bench/in_medium.hpp"
#include "board/custom_chip.hpp"
#include "board/nearest.hpp"
#include "board/pin_finder.hpp"
#include "parts/plain_box.hpp"

namespace pinbridge::board {
namespace {

/// Wokwi's pseudo-part for the window of the serial monitor. It is not a part for us.
constexpr std::string_view kSerialMonitor = "$serialMonitor";

/// Chips with 1024 lines each would take gigabytes in a file of some kilobytes: no board has so
/// many.
constexpr std::size_t kMostPins = 1'000'000;
constexpr std::size_t kMostParts = 250'000;
constexpr std::size_t kMostWires = 250'000;

/// Attributes that Wokwi accepts on any part.
constexpr std::string_view kLabel = "label";

/// Members of a part that hand-written files have among the attributes.
bool is_placing(std::string_view name) {
  return name == "left" || name == "top" || name == "rotate";
}

std::map<std::string, std::string> attribute_texts(const BoardPart& part) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : part.attributes) texts[name] = value.text;
  return texts;
}

std::vector<std::string> names_of(const auto& specs) {
  std::vector<std::string> names;
  names.reserve(specs.size());
  for (const auto& spec : specs) names.push_back(spec.name);
  return names;
}

/// The pins that wires name, in their order: all that is known of a part without a type.
class WiredPins {
 public:
  explicit WiredPins(const std::vector<BoardConnection>& connections) {
    for (const BoardConnection& connection : connections) {
      add(connection.from.text);
      add(connection.to.text);
    }
  }
  std::vector<std::string> of(const std::string& part) const {
    const auto found = pins_.find(part);
    return found == pins_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  void add(const std::string& end) {
    const auto [part, pin] = split_pin_name(end);
    if (pin.empty() || !seen_.insert(end).second) return;
    pins_[std::string(part)].emplace_back(pin);
  }

  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, std::vector<std::string>> pins_;
};

class Assembler {
 public:
  Assembler(const Board& board, const Catalog& catalog, Problems& problems)
      : board_(board), catalog_(catalog), problems_(problems) {}

  Assembly assemble() {
    assembly_.parts.reserve(board_.parts.size());
    for (const BoardPart& part : board_.parts) add_part(part);
    for (const std::string& id : board_.refused) pins_.add_refused(id);
    add_wires();
    return std::move(assembly_);
  }

 private:
  void add_part(const BoardPart& part) {
    if (assembly_.parts.size() == kMostParts) return refuse(part, kMostParts, "parts");
    std::unique_ptr<Part> made;
    const PartType* type = catalog_.find(part.type.text);
    if (type) {
      made = make(part, *type);
    } else {
      if (!wired_) wired_.emplace(board_.connections);
      made = std::make_unique<parts::PlainBox>(wired_->of(part.id.text));
      warn_of_unknown_type(part);
    }
    Layout layout = made->layout();
    if (pin_count_ + layout.pins.size() > kMostPins) return refuse(part, kMostPins, "pins");
    pin_count_ += layout.pins.size();
    pins_.add_part(part.id.text, std::move(layout));
    join_medium(*made, part.id.place);
    assembly_.parts.push_back({.id = part.id.text,
                               .type = part.type.text,
                               .part = std::move(made),
                               .attributes = attribute_texts(part),
                               .definition = type ? type->definition : nullptr});
    assembly_.part_places.push_back(part.id.place);
  }

  void refuse(const BoardPart& part, std::size_t most, std::string_view what) {
    pins_.add_refused(part.id.text);
    if (std::exchange(too_many_, true)) return;
    problems_.error(part.id.place,
                    fmt::format("part {}: the board has more than {} {}; remove parts",
                                part.id.text, most, what),
                    part.id.text);
  }

  std::unique_ptr<Part> make(const BoardPart& part, const PartType& type) {
    Attributes attributes(attribute_texts(part));
    auto made = type.make(attributes);
    for (const AttributeProblem& problem : attributes.problems()) {
      const auto attribute = part.attributes.find(problem.name);
      const Place place =
          attribute == part.attributes.end() ? part.id.place : attribute->second.place;
      const std::string message =
          fmt::format("part {}: {}: {}", part.id.text, problem.name, problem.message);
      // A guest must not find other lines than the file means.
      if ((type.is_chip || type.is_strict) && !problem.harmless) {
        problems_.error(place, message, part.id.text);
      } else {
        problems_.warning(place, problem.harmless ? message : message + "; the default is used",
                          part.id.text);
      }
    }
    warn_of_unknown_attributes(part, type);
    return made;
  }

  void warn_of_unknown_attributes(const BoardPart& part, const PartType& type) {
    if (type.takes_any_attribute) return;
    for (const auto& [name, attribute] : part.attributes) {
      if (std::ranges::count(type.attributes, name, &AttributeSpec::name) > 0) continue;
      if (name == kLabel) continue;
      if (is_placing(name)) {
        problems_.warning(
            attribute.name,
            fmt::format("part {}: {} is ignored: it belongs in \"attrs\"", part.id.text, name),
            part.id.text);
        continue;
      }
      problems_.warning(
          attribute.name,
          fmt::format("part {}: {} has no attribute \"{}\"{}; it is ignored", part.id.text,
                      type.name, name, guesser_.did_you_mean(name, names_of(type.attributes))),
          part.id.text);
    }
  }

  void warn_of_unknown_type(const BoardPart& part) {
    if (!unknown_types_.insert(part.type.text).second) return;
    const std::string& type = part.type.text;
    const auto chip = custom_chip_file(type);
    const std::string file =
        chip ? fmt::format(", and there is no valid file {} beside the board", *chip) : "";
    problems_.warning(
        part.type.place,
        fmt::format("part {}: Pinbridge has no \"{}\"{}{}; it is a box that does nothing",
                    part.id.text, type, guesser_.did_you_mean(type, names_of(catalog_.types())),
                    file),
        part.id.text);
  }

  void add_wires() {
    if (board_.connections.size() > kMostWires) {
      problems_.error(board_.connections[kMostWires].from.place,
                      fmt::format("the board has more than {} wires; remove wires", kMostWires));
      return;
    }
    for (std::size_t i = 0; i < board_.connections.size(); ++i) add_wire(i);
  }

  void add_wire(std::size_t index) {
    const BoardConnection& connection = board_.connections[index];
    const auto from = find(connection.from);
    const auto to = find(connection.to);
    if (from) note_name(index, true, connection.from, *from);
    if (to) note_name(index, false, connection.to, *to);
    if (from && to) {
      assembly_.wires.push_back({*from, *to});
      assembly_.wire_places.push_back({connection.from.place, connection.to.place});
    } else if (from || to) {
      assembly_.loose_ends.push_back(from ? *from : *to);
    }
  }

  void note_name(std::size_t connection, bool is_from, const PlacedText& end,
                 const PinPlace& place) {
    const auto [part, pin] = split_pin_name(end.text);
    const std::string& name = pins_.name_of(place);
    if (pin == name) return;
    assembly_.renamed_ends.push_back({connection, is_from, fmt::format("{}:{}", part, name)});
  }

  /// Connects the part's pin in a medium as by a wire to the first pin in that medium.
  void join_medium(const Part& part, const Place& place) {
    const auto* sender = dynamic_cast<const InMedium*>(&part);
    if (!sender) return;
    const PinPlace pin{PartId{static_cast<std::uint32_t>(assembly_.parts.size())},
                       sender->medium_pin()};
    const auto [first, is_first] = first_in_medium_.try_emplace(sender->medium(), pin);
    if (is_first) return;
    assembly_.wires.push_back({first->second, pin});
    assembly_.wire_places.push_back({place, place});
    ++assembly_.by_medium;
  }

  std::optional<PinPlace> find(const PlacedText& end) {
    if (split_pin_name(end.text).first == kSerialMonitor) return std::nullopt;
    return pins_.find(end);
  }

  const Board& board_;
  const Catalog& catalog_;
  Problems& problems_;
  std::optional<WiredPins> wired_;  ///< once a part of an unknown type needs them
  Assembly assembly_;
  std::size_t pin_count_ = 0;
  bool too_many_ = false;
  Guesser guesser_;
  PinFinder pins_{problems_, guesser_};
  std::unordered_set<std::string> unknown_types_;
  std::unordered_map<std::string_view, PinPlace> first_in_medium_;
};

}  // namespace

Assembly assemble(const Board& board, const Catalog& catalog, Problems& problems) {
  return Assembler(board, catalog, problems).assemble();
}

}  // namespace pinbridge::board

#include "board/assembly.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "board/nearest.hpp"
#include "parts/plain_box.hpp"

namespace pinbridge {
namespace {

/// Wokwi's pseudo-part for the serial monitor's window: not a part, and nothing of ours.
constexpr std::string_view kSerialMonitor = "$serialMonitor";

class Assembler {
 public:
  Assembler(const Board& board, const Catalog& catalog, Problems& problems)
      : board_(board), catalog_(catalog), problems_(problems) {}

  Assembly assemble() {
    for (const BoardPart& part : board_.parts) add_part(part);
    for (const BoardConnection& connection : board_.connections) add_wire(connection);
    return std::move(assembly_);
  }

 private:
  void add_part(const BoardPart& part) {
    const auto index = static_cast<std::uint32_t>(assembly_.parts.size());
    std::unique_ptr<Part> made;
    if (const PartType* type = catalog_.find(part.type.text)) {
      made = make(part, *type);
    } else {
      made = std::make_unique<PlainBox>(pins_wired(part.id.text));
      warn_of_unknown_type(part);
    }
    std::uint32_t pin = 0;
    part_names_.push_back(part.id.text);
    auto& pins = pins_[part.id.text];
    for (const PinSpec& spec : made->layout().pins) {
      pins.emplace_back(spec.name, PinPlace{PartId{index}, PinIndex{pin++}});
    }
    std::sort(pins.begin(), pins.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    assembly_.parts.push_back(
        {part.id.text, part.type.text, std::move(made), attribute_texts(part)});
  }

  static std::map<std::string, std::string> attribute_texts(const BoardPart& part) {
    std::map<std::string, std::string> texts;
    for (const auto& [name, value] : part.attributes) texts[name] = value.text;
    return texts;
  }

  std::unique_ptr<Part> make(const BoardPart& part, const PartType& type) {
    Attributes attributes(attribute_texts(part));
    auto made = type.make(attributes);
    for (const AttributeProblem& problem : attributes.problems()) {
      problems_.error(part.attributes.at(problem.name).place,
                      fmt::format("part {}: {}: {}", part.id.text, problem.name, problem.message));
    }
    warn_of_unknown_attributes(part, type);
    return made;
  }

  void warn_of_unknown_attributes(const BoardPart& part, const PartType& type) {
    std::vector<std::string> known;
    for (const AttributeSpec& spec : type.attributes) known.push_back(spec.name);
    for (const auto& [name, place] : part.attribute_names) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      problems_.warning(
          place, fmt::format("part {}: {} has no attribute \"{}\"{}; it is ignored", part.id.text,
                             type.name, name, did_you_mean(name, known)));
    }
  }

  void warn_of_unknown_type(const BoardPart& part) {
    if (!unknown_types_.insert(part.type.text).second) return;
    std::vector<std::string> known;
    for (const PartType& type : catalog_.types()) known.push_back(type.name);
    problems_.warning(
        part.type.place,
        fmt::format("part {}: Pinbridge has no \"{}\"{}; it stands on the board as a box "
                    "that does nothing",
                    part.id.text, part.type.text, did_you_mean(part.type.text, known)));
  }

  /// The pins of a part that the connections name, in their order.
  std::vector<std::string> pins_wired(const std::string& part) {
    if (wired_.empty()) collect_wired();
    return wired_[part];
  }
  void collect_wired() {
    for (const BoardConnection& connection : board_.connections) {
      for (const PlacedText* end : {&connection.from, &connection.to}) {
        const auto [part, pin] = split(end->text);
        auto& pins = wired_[std::string(part)];
        if (!pin.empty() && std::find(pins.begin(), pins.end(), pin) == pins.end()) {
          pins.emplace_back(pin);
        }
      }
    }
  }

  void add_wire(const BoardConnection& connection) {
    if (split(connection.from.text).first == kSerialMonitor ||
        split(connection.to.text).first == kSerialMonitor) {
      return;
    }
    const PinPlace* from = find(connection.from);
    const PinPlace* to = find(connection.to);
    if (from && to) assembly_.wires.push_back({*from, *to});
  }

  const PinPlace* find(const PlacedText& end) {
    const auto [part, pin] = split(end.text);
    if (pin.empty()) {
      problems_.error(end.place,
                      fmt::format("\"{}\" names no pin; a pin is written PART:PIN", end.text));
      return nullptr;
    }
    const auto pins = pins_.find(std::string(part));
    if (pins == pins_.end()) {
      problems_.error(end.place, fmt::format("\"{}\": there is no part \"{}\"{}", end.text, part,
                                             did_you_mean(part, part_names_)));
      return nullptr;
    }
    const auto found = std::lower_bound(pins->second.begin(), pins->second.end(), pin,
                                        [](const auto& a, auto name) { return a.first < name; });
    if (found != pins->second.end() && found->first == pin) return &found->second;
    problems_.error(end.place, fmt::format("\"{}\": part {} has no pin \"{}\"; it has {}", end.text,
                                           part, pin, describe(pins->second)));
    return nullptr;
  }

  static std::string describe(const std::vector<std::pair<std::string, PinPlace>>& pins) {
    constexpr std::size_t kMost = 24;
    if (pins.size() > kMost) {
      // A chip or a breadboard: their ends tell how the pins are named.
      const auto [first, last] = std::minmax_element(
          pins.begin(), pins.end(),
          [](const auto& a, const auto& b) { return a.second.pin < b.second.pin; });
      return fmt::format("{} pins, {} to {}", pins.size(), first->first, last->first);
    }
    std::string all;
    for (const auto& [name, place] : pins) all += (all.empty() ? "" : ", ") + name;
    return all.empty() ? "none" : all;
  }

  /// At the first colon.
  static std::pair<std::string_view, std::string_view> split(std::string_view end) {
    const auto colon = end.find(':');
    if (colon == std::string_view::npos) return {end, {}};
    return {end.substr(0, colon), end.substr(colon + 1)};
  }

  const Board& board_;
  const Catalog& catalog_;
  Problems& problems_;
  Assembly assembly_;
  std::vector<std::string> part_names_;
  std::unordered_map<std::string, std::vector<std::pair<std::string, PinPlace>>> pins_;
  std::unordered_map<std::string, std::vector<std::string>> wired_;
  std::unordered_set<std::string> unknown_types_;
};

}  // namespace

Assembly assemble(const Board& board, const Catalog& catalog, Problems& problems) {
  return Assembler(board, catalog, problems).assemble();
}

}  // namespace pinbridge

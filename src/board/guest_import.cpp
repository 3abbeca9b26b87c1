#include "board/guest_import.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/pin_name.hpp"
#include "board/assembly.hpp"
#include "board/microcontroller.hpp"
#include "board/open_contacts.hpp"
#include "board/pin_finder.hpp"
#include "board/reader.hpp"

namespace pinbridge::board {
namespace {

using Kind = MicrocontrollerPin::Kind;

constexpr std::string_view kVirtio = "virtio-gpio";
constexpr std::string_view kNative = "native:";
constexpr std::string_view kSerialMonitor = "$serialMonitor";
/// How far a supply is above the microcontroller, or to its left.
constexpr double kSupplyDistance = 60;
/// How far the chips of further controllers are to its left, and one below the other: a page draws
/// the first as the microcontroller.
constexpr double kChipDistance = 320;
/// A generated id must be one that the file may have.
constexpr std::size_t kLongestStem = kLongestId - 10;

/// The beginning of an id, in whole characters, so that there is room for an ending.
std::string_view stem_of(std::string_view id) {
  std::size_t size = std::min(id.size(), kLongestStem);
  while (size < id.size() && size > 0 && (static_cast<unsigned char>(id[size]) & 0xC0U) == 0x80U)
    --size;
  return id.substr(0, size);
}

Result<std::vector<std::string>> controllers_in(std::string_view way) {
  std::vector<std::string> controllers;
  if (way == kVirtio) return controllers;
  std::string_view rest = way.starts_with(kNative) ? way.substr(kNative.size()) : "";
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    controllers.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
  }
  const bool has_gap =
      std::ranges::any_of(controllers, [](const std::string& name) { return name.empty(); });
  if (!controllers.empty() && !has_gap) return controllers;
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a link to a guest; write virtio-gpio, or native:CONTROLLER,… "
                    "with the names of pinbridge controllers",
                    way);
}

/// Replaces one microcontroller.
class Importer {
 public:
  Importer(Board& board, const GuestChoice& choice, const MicrocontrollerTable& table,
           Problems& problems)
      : board_(board), choice_(choice), table_(table), problems_(problems) {
    for (const BoardPart& part : board.parts) ids_.insert(part.id.text);
  }

  void replace(std::size_t index) {
    const BoardPart old = board_.parts[index];
    id_ = old.id.text;
    make_chips(index, old);
    note_pins();
    std::vector<BoardConnection> kept;
    kept.reserve(board_.connections.size());
    for (BoardConnection& connection : board_.connections) {
      const bool from = rewire(connection.from, connection.to.text);
      const bool to = rewire(connection.to, connection.from.text);
      if (from && to) kept.push_back(std::move(connection));
    }
    board_.connections = std::move(kept);
    add_supply(vcc_, "wokwi-vcc", old.left, old.top - kSupplyDistance, old);
    add_supply(gnd_, "wokwi-gnd", old.left - kSupplyDistance, old.top + kSupplyDistance, old);
  }

  const std::vector<std::string>& chips() const { return chips_; }
  std::vector<ImportedPin> take_pins() { return std::move(pins_); }

 private:
  void make_chips(std::size_t index, const BoardPart& old) {
    const std::size_t count = std::max<std::size_t>(1, choice_.controllers.size());
    for (std::size_t i = 0; i < count; ++i) {
      BoardPart chip = old;
      chip.attributes.clear();
      if (i > 0) {
        chip.id.text = free_id(fmt::format("{}-{}", stem_of(id_), i + 1));
        chip.left -= kChipDistance;
        chip.top += kChipDistance * static_cast<double>(i - 1);
      }
      if (choice_.controllers.empty()) {
        chip.type.text = "chip-virtio-gpio";
        set(chip, "lines", std::to_string(table_.lines));
      } else {
        chip.type.text = "chip-native-gpio";
        set(chip, "controller", choice_.controllers[i]);
      }
      // A page draws the program's own boards only.
      if (i == 0 && !table_.definition) set(chip, "board", old.type.text);
      chips_.push_back(chip.id.text);
      if (i == 0) {
        board_.parts[index] = std::move(chip);
      } else {
        board_.parts.push_back(std::move(chip));
      }
    }
  }

  /// Scenarios and commands may name them as before.
  void note_pins() {
    for (const auto& [name, pin] : table_.pins) {
      if (pin.kind != Kind::line) continue;
      const std::string line = line_name(pin.line);
      if (!line.empty()) board_.imported_pins.emplace(fmt::format("{}:{}", id_, name), line);
    }
  }

  /// Empty if it is of a controller that is not given.
  std::string line_name(std::uint16_t line) const {
    const std::size_t chip = chips_.size() > 1 ? line / table_.port_lines : 0;
    if (chip >= chips_.size()) return {};
    return fmt::format("{}:{}", chips_[chip], chips_.size() > 1 ? line % table_.port_lines : line);
  }

  static void set(BoardPart& part, const std::string& name, std::string value) {
    part.attributes[name] = {{std::move(value), part.id.place}, part.id.place};
  }

  /// Gives the end its new pin. False if the wire has to be left out.
  bool rewire(PlacedText& end, std::string_view other) {
    const auto [part, pin] = split_pin_name(end.text);
    if (part != id_) return true;
    const auto found = table_.find(pin);
    if (!found) return leave_out(end, fmt::format("{} has no such pin", table_.name));
    switch (found->kind) {
      case Kind::vcc:
        end.text = supply(vcc_, "vcc") + ":VCC";
        return true;
      case Kind::gnd:
        end.text = supply(gnd_, "gnd") + ":GND";
        return true;
      case Kind::line:
        return import_line(end, found->line);
      case Kind::serial:
        // The serial monitor is QEMU's console: nothing is missing.
        if (split_pin_name(other).first == kSerialMonitor) return false;
        return leave_out(end, "it is the serial port; use QEMU's -serial");
      case Kind::analog:
        return leave_out(end, "it is an analog input, which is not available");
      case Kind::none:
        break;
    }
    return leave_out(end, "it is not a GPIO of a guest");
  }

  bool import_line(PlacedText& end, std::uint16_t line) {
    std::string text = line_name(line);
    if (text.empty()) {
      return leave_out(
          end, fmt::format("it is line {} of controller {}, but only {} are given",
                           line % table_.port_lines, line / table_.port_lines + 1, chips_.size()));
    }
    if (seen_.insert(end.text).second) pins_.push_back({end.text, text});
    end.text = std::move(text);
    return true;
  }

  bool leave_out(const PlacedText& end, std::string_view why) {
    if (!seen_.insert(end.text).second) return false;
    const auto [part, pin] = split_pin_name(end.text);
    problems_.warning(end.place, fmt::format("\"{}\": {}; the wire is ignored", end.text, why),
                      std::string(part), std::string(pin));
    return false;
  }

  std::string free_id(std::string id) {
    while (!ids_.insert(id).second) id += "'";
    return id;
  }
  const std::string& supply(std::string& id, std::string_view what) {
    if (id.empty()) id = free_id(fmt::format("{}-{}", stem_of(id_), what));
    return id;
  }
  void add_supply(const std::string& id, std::string type, double left, double top,
                  const BoardPart& old) {
    if (id.empty()) return;
    BoardPart part;
    part.id = {id, old.id.place};
    part.type = {std::move(type), old.type.place};
    part.placed = old.placed;
    part.left = left;
    part.top = top;
    board_.parts.push_back(std::move(part));
  }

  Board& board_;
  const GuestChoice& choice_;
  const MicrocontrollerTable& table_;
  Problems& problems_;
  std::string id_;
  std::set<std::string> ids_;
  std::vector<std::string> chips_;
  std::string vcc_;  ///< the id of the supply; empty while no wire needs one
  std::string gnd_;
  std::set<std::string> seen_;  ///< pins that were mapped or warned of
  std::vector<ImportedPin> pins_;
};

/// Gives the chips the pulls that firmware would switch on.
void add_pulls(Board& board, const std::vector<std::string>& chips, const Catalog& catalog) {
  Problems unused;
  const Assembly assembly = assemble(board, catalog, unused);
  const BoardPins pins(assembly);
  const BoardNets nets = lay_wires(pins, assembly, unused);
  std::map<std::string, std::vector<FloatingLine>> lines;
  for (const FloatingLine& line : lines_that_float(pins, nets, assembly)) {
    const std::string& chip = pins.part_id(line.line);
    if (std::ranges::count(chips, chip) > 0) lines[chip].push_back(line);
  }
  for (BoardPart& part : board.parts) {
    const auto floating = lines.find(part.id.text);
    if (floating == lines.end()) continue;
    part.attributes["pull"] = {{pulls_for(pins, floating->second), part.id.place}, part.id.place};
  }
}

}  // namespace

Result<GuestChoice> GuestChoice::parse(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is not PART=virtio-gpio or PART=native:CONTROLLER,…", text);
  }
  auto controllers = controllers_in(text.substr(equals + 1));
  if (!controllers) return controllers.error();
  return GuestChoice{std::string(text.substr(0, equals)), std::move(*controllers)};
}

Result<std::vector<ImportedPin>> import_guest(Board& board, const GuestChoice& choice,
                                              const Microcontrollers& tables,
                                              const Catalog& catalog, Problems& problems) {
  const auto part =
      std::ranges::find(board.parts, choice.part,
                        [](const BoardPart& item) -> const std::string& { return item.id.text; });
  if (part == board.parts.end()) {
    std::vector<std::string> ids;
    for (const BoardPart& other : board.parts) {
      if (tables.find(other.type.text)) ids.push_back(other.id.text);
    }
    return make_error(ErrorCode::not_found, "the board has no part \"{}\"; {}", choice.part,
                      ids.empty() ? "it has no microcontroller"
                                  : fmt::format("its microcontroller is \"{}\"", ids.front()));
  }
  const MicrocontrollerTable* table = tables.find(part->type.text);
  if (!table) {
    return make_error(ErrorCode::invalid,
                      "part {} is a {}, which is not a microcontroller that Pinbridge knows",
                      choice.part, part->type.text);
  }
  Importer importer(board, choice, *table, problems);
  importer.replace(static_cast<std::size_t>(part - board.parts.begin()));
  add_pulls(board, importer.chips(), catalog);
  return importer.take_pins();
}

std::vector<GuestChoice> choices_of(const Board& board, const Microcontrollers& tables,
                                    Problems& problems) {
  std::vector<GuestChoice> choices;
  for (const BoardPart& part : board.parts) {
    const auto attribute = part.attributes.find(std::string(kChipAttribute));
    if (attribute == part.attributes.end() || attribute->second.text.empty()) continue;
    if (!tables.find(part.type.text)) continue;
    auto controllers = controllers_in(attribute->second.text);
    if (controllers) {
      choices.push_back({part.id.text, std::move(*controllers)});
    } else {
      problems.error(attribute->second.place,
                     fmt::format("part {}: chip: {}", part.id.text, controllers.error().message),
                     part.id.text);
    }
  }
  return choices;
}

}  // namespace pinbridge::board

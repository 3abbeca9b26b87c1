#include "board/open_contacts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/net_finder.hpp"

namespace pinbridge::board {
namespace {

/// What holds nets while all contacts are open: nets that resistors join have it in common. A
/// supply holds what a resistor joins to it, and carries nothing from one resistor to another.
class RestingNets {
 public:
  struct Region {
    bool held = false;       ///< something gives it a level, or may
    bool is_high = false;    ///< what holds it is high
    bool is_supply = false;  ///< what holds it is a supply on its net
    bool is_loose = false;   ///< it has a wire that was left out
    std::uint32_t lines = 0;
    PinId line{};  ///< one of them
  };

  RestingNets(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly)
      : pins_(pins), nets_(nets), supply_of_net_(supply_levels(pins, nets)) {
    NetFinder finder(nets.count);
    for_each_resistor([&](NetId a, NetId b) {
      if (!is_supply(a) && !is_supply(b)) finder.join(a.value(), b.value());
    });
    std::uint32_t count = 0;
    region_of_net_ = finder.number(count);
    regions_.resize(count);
    for (std::uint32_t i = 0; i < pins.count(); ++i) add(PinId{i});
    for_each_resistor([&](NetId a, NetId b) {
      hold(a, b);
      hold(b, a);
    });
    for (const PinPlace& end : assembly.loose_ends)
      at(pins.pin(end)).held = at(pins.pin(end)).is_loose = true;
  }

  const Region& of(PartId part, PinIndex pin) const {
    return regions_[region_of_net_[net(part, pin).value()]];
  }

 private:
  NetId net(PartId part, PinIndex pin) const { return nets_.of(pins_.pin(part, pin)); }
  Region& at(PinId pin) { return regions_[region_of_net_[nets_.of(pin).value()]]; }
  bool is_supply(NetId net) const { return supply_of_net_[net.value()] != Level::highz; }

  void for_each_resistor(const auto& visit) const {
    for (std::uint32_t i = 0; i < pins_.part_count(); ++i) {
      for (const auto& [a, b] : pins_.layout(PartId{i}).resistors) {
        visit(net(PartId{i}, a), net(PartId{i}, b));
      }
    }
  }
  void hold(NetId supply, NetId other) {
    if (!is_supply(supply) || is_supply(other)) return;
    Region& region = regions_[region_of_net_[other.value()]];
    region.held = true;
    region.is_high = region.is_high || supply_of_net_[supply.value()] == Level::high;
  }

  void add(PinId pin) {
    const PinSpec& spec = pins_.spec(pin);
    Region& region = at(pin);
    if (spec.role == PinRole::line) {
      ++region.lines;
      region.line = pin;
    }
    const bool holds = spec.role == PinRole::vcc || spec.role == PinRole::gnd ||
                       spec.role == PinRole::output || spec.role == PinRole::unknown ||
                       spec.pull != kNoDrive;
    if (!holds) return;
    region.held = true;
    region.is_high = region.is_high || spec.role == PinRole::vcc || spec.pull.level == Level::high;
    region.is_supply = is_supply(nets_.of(pin));
  }

  const BoardPins& pins_;
  const BoardNets& nets_;
  std::vector<Level> supply_of_net_;  ///< highz where there is none
  std::vector<std::uint32_t> region_of_net_;
  std::vector<Region> regions_;
};

class OpenContacts {
 public:
  OpenContacts(const BoardPins& pins, const RestingNets& nets) : pins_(pins), nets_(nets) {}

  std::vector<FloatingLine> find() {
    for (std::uint32_t i = 0; i < pins_.part_count(); ++i) {
      const PartId part{i};
      for (const auto& [a, b] : pins_.layout(part).contacts) {
        look(part, a, b);
        look(part, b, a);
      }
    }
    std::vector<FloatingLine> lines;
    lines.reserve(found_.size());
    for (const auto& [pin, line] : found_) lines.push_back(line);
    return lines;
  }

 private:
  /// Whether a line at `near` has a level only while the contact to `far` is closed.
  void look(PartId part, PinIndex near, PinIndex far) {
    const auto& here = nets_.of(part, near);
    const auto& there = nets_.of(part, far);
    if (here.held || here.lines != 1 || there.is_loose) return;
    if (!there.held && there.lines == 0) return;
    // One side of a matrix is driven by the guest: it is enough that the other has pulls.
    if (there.held && there.lines > 0 && !there.is_supply) return;
    if (is_always_closed_to_a_level(part, near)) return;
    found_.emplace(here.line, FloatingLine{here.line, part, !there.is_high});
  }

  bool is_always_closed_to_a_level(PartId part, PinIndex common) const {
    const Layout& layout = pins_.layout(part);
    if (!layout.changes_over) return false;
    int ways = 0;
    for (const auto& [a, b] : layout.contacts) {
      if (a != common && b != common) continue;
      if (!nets_.of(part, a == common ? b : a).held) return false;
      ++ways;
    }
    return ways > 1;
  }

  const BoardPins& pins_;
  const RestingNets& nets_;
  std::map<PinId, FloatingLine> found_;
};

/// In bytes: what is longer is in the first warning only.
constexpr std::size_t kLongToRepeat = 200;

/// Whether the chip's file sets the level of inputs that nothing drives.
bool has_level_for_floating(const PartInstance& chip) {
  const auto floating = chip.attributes.find("floating");
  return floating != chip.attributes.end() &&
         (floating->second == "low" || floating->second == "high");
}

/// The chip's attribute with the pulls that it lacks: "12-23:up,0:up".
std::string pulls_to_write(const BoardPins& pins, const PartInstance& chip,
                           const std::vector<FloatingLine>& lines) {
  const auto present = chip.attributes.find("pull");
  const std::string text = present == chip.attributes.end() ? "" : present->second;
  return text + (text.empty() ? "" : ",") + pulls_for(pins, lines);
}

void warn_of_floating(const BoardPins& pins, const Assembly& assembly,
                      const std::vector<FloatingLine>& lines, const std::string& cure,
                      Problems& problems) {
  const PinId first = lines.front().line;
  const PartInstance& chip = assembly.parts[pins.part_of(first).value()];
  std::vector<std::string> names;
  names.reserve(lines.size());
  for (const FloatingLine& line : lines) names.push_back(pins.name(line.line));
  problems.warning(assembly.part_places[pins.part_of(first).value()],
                   fmt::format("{} {} while {} is open; if the guest reads {}, {}",
                               fmt::join(names, ", "), lines.size() == 1 ? "floats" : "float",
                               assembly.parts[lines.front().contact.value()].id,
                               lines.size() == 1 ? "it" : "them", cure),
                   chip.id, pins.spec(first).name);
}

void check_floating_lines(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly,
                          Problems& problems) {
  std::set<std::string_view> faulty;
  for (const Problem& problem : problems.list()) {
    if (problem.severity == Severity::error) faulty.insert(problem.part);
  }
  std::map<PartId, std::vector<FloatingLine>> by_chip;
  for (const FloatingLine& line : lines_that_float(pins, nets, assembly)) {
    by_chip[pins.part_of(line.line)].push_back(line);
  }
  for (const auto& [id, lines] : by_chip) {
    const PartInstance& chip = assembly.parts[id.value()];
    if (has_level_for_floating(chip) || faulty.contains(chip.id)) continue;
    // One warning for each chip and part: a keypad has many lines.
    std::map<PartId, std::vector<FloatingLine>> by_contact;
    for (const FloatingLine& line : lines) by_contact[line.contact].push_back(line);
    std::string cure = fmt::format("write \"pull\": \"{}\" in the attributes of {}",
                                   pulls_to_write(pins, chip, lines), chip.id);
    for (const auto& [contact, floating] : by_contact) {
      warn_of_floating(pins, assembly, floating, cure, problems);
      if (cure.size() > kLongToRepeat) cure = "see the first warning of " + chip.id;
    }
  }
}

}  // namespace

std::string pulls_for(const BoardPins& pins, const std::vector<FloatingLine>& lines) {
  constexpr std::size_t kRange = 5;  // lines in a row that are written as one
  std::string text;
  for (std::size_t begin = 0, end = 0; begin < lines.size(); begin = end) {
    const bool up = lines[begin].pull_up;
    const std::uint32_t first = lines[begin].line.value();
    for (end = begin; end < lines.size(); ++end) {
      if (lines[end].pull_up != up || lines[end].line.value() != first + (end - begin)) break;
    }
    if (end - begin < kRange) end = begin + 1;
    text += text.empty() ? "" : ",";
    text += pins.spec(lines[begin].line).name;
    if (end - begin > 1) text += "-" + pins.spec(lines[end - 1].line).name;
    text += up ? ":up" : ":down";
  }
  return text;
}

std::vector<FloatingLine> lines_that_float(const BoardPins& pins, const BoardNets& nets,
                                           const Assembly& assembly) {
  const RestingNets resting(pins, nets, assembly);
  return OpenContacts(pins, resting).find();
}

void check_open_contacts(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly,
                         const std::vector<bool>& reported, Problems& problems) {
  check_floating_lines(pins, nets, assembly, problems);
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    const PartId part{i};
    const Layout& layout = pins.layout(part);
    if (layout.contacts.size() != 1 || reported[i]) continue;
    const auto is_wired = [&](PinIndex pin) {
      return bool(nets.wired[nets.of(pins.pin(part, pin)).value()]);
    };
    const auto [a, b] = layout.contacts.front();
    if (is_wired(a) == is_wired(b)) continue;
    const std::string& lacking = layout.pins[(is_wired(a) ? b : a).value()].name;
    problems.warning(assembly.part_places[i],
                     fmt::format("{} is wired on one side only, and connects nothing; wire {} too",
                                 assembly.parts[i].id, lacking),
                     assembly.parts[i].id, lacking);
  }
}

}  // namespace pinbridge::board

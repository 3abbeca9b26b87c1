#include "api/view_message.hpp"

#include <memory>
#include <string>
#include <utility>

#include "base/printable.hpp"
#include "bench/described_part.hpp"
#include "bench/net_report.hpp"

namespace pinbridge::api {
namespace {

/// 0, 1, or 2 for none.
int hand_number(Drive hand) {
  return hand == kNoDrive ? 2 : level_number(hand.level);
}

void pack_texts(Packer& packer, const std::vector<std::string>& texts) {
  packer.pack_array(static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts) pack_text(packer, text);
}

void pack_drawn_pins(Packer& packer, const Bench& bench, PartId part) {
  const PinTable& pins = bench.pins();
  packer.pack_array(pins.count_of(part));
  for (std::uint32_t i = 0; i < pins.count_of(part); ++i) {
    packer.pack_map(2);
    pack_field(packer, "name", pins.short_name(pins.at(part, PinIndex{i})));
    pack_field(packer, "label", bench.part(part).pin_label(PinIndex{i}));
  }
}

void pack_ranges(Packer& packer, const std::vector<ControlRange>& ranges) {
  packer.pack_map(static_cast<std::uint32_t>(ranges.size()));
  for (const ControlRange& range : ranges) {
    pack_text(packer, range.control);
    packer.pack_array(3);
    packer.pack(range.least);
    packer.pack(range.most);
    packer.pack(range.step);
  }
}

void pack_drawn_part(Packer& packer, const Bench& bench, PartId part,
                     const board::BoardPart& drawn) {
  const auto number = [&](std::string_view key, double value) {
    pack_text(packer, key);
    packer.pack(value);
  };
  const auto* described = dynamic_cast<const DescribedPart*>(&bench.part(part));
  const std::string title = described ? shortened(described->title(), 100) : "";
  packer.pack_map(11U + (described ? 1U : 0U) + (title.empty() ? 0U : 1U));
  pack_field(packer, "part", bench.pins().part_id(part));
  pack_field(packer, "type", bench.pins().part_type(part));
  number("left", drawn.left);
  number("top", drawn.top);
  pack_text(packer, "placed");
  packer.pack(drawn.placed);
  number("rotate", drawn.rotate);
  pack_text(packer, "hide");
  packer.pack(drawn.hide);
  pack_text(packer, "attributes");
  packer.pack_map(static_cast<std::uint32_t>(drawn.attributes.size()));
  for (const auto& [name, value] : drawn.attributes) pack_field(packer, name, value.text);
  pack_controls_and_shows(packer, bench.part(part));
  pack_text(packer, "pins");
  pack_drawn_pins(packer, bench, part);
  if (!title.empty()) pack_field(packer, "title", title);
  if (!described) return;
  pack_text(packer, "ranges");
  pack_ranges(packer, described->ranges());
}

void pack_wire(Packer& packer, const board::BoardConnection& wire) {
  packer.pack_map(4);
  pack_field(packer, "from", wire.from.text);
  pack_field(packer, "to", wire.to.text);
  pack_field(packer, "color", wire.color);
  pack_text(packer, "path");
  pack_texts(packer, wire.path);
}

}  // namespace

int level_number(Level level) {
  return static_cast<int>(level);
}

Pieces diagram_pieces(const Commands& commands) {
  const Bench& bench = commands.bench();
  const board::Board& board = commands.board();
  const std::uint32_t parts = bench.pins().part_count();
  const auto wires = static_cast<std::uint32_t>(board.connections.size());
  Pieces pieces;
  pieces.add([&commands, parts](Packer& packer) {
    packer.pack_map(3);
    pack_field(packer, "board", commands.board_name());
    pack_text(packer, "parts");
    packer.pack_array(parts);
  });
  // A bench has the parts of its file, in the order of the file.
  pieces.add(parts, [&bench, &board](Packer& packer, std::uint32_t i) {
    pack_drawn_part(packer, bench, PartId{i}, board.parts[i]);
  });
  pieces.add([wires](Packer& packer) {
    pack_text(packer, "wires");
    packer.pack_array(wires);
  });
  pieces.add(wires, [&board](Packer& packer, std::uint32_t i) {
    pack_wire(packer, board.connections[i]);
  });
  return pieces;
}

void pack_still(Packer& packer, const Commands& commands, PartId part) {
  const Bench& bench = commands.bench();
  packer.pack_map(2);
  pack_text(packer, "part");
  pack_drawn_part(packer, bench, part, commands.board().parts[part.value()]);
  pack_text(packer, "pins");
  packer.pack_array(bench.pins().count_of(part));
  for (std::uint32_t i = 0; i < bench.pins().count_of(part); ++i) {
    packer.pack_array(5);
    pack_pin_levels(packer, bench, bench.pins().at(part, PinIndex{i}), {});
  }
}

Pieces view_pieces(const Commands& commands, const LevelCounts* counts) {
  const Bench& bench = commands.bench();
  const std::uint32_t pins = bench.pins().count();
  Pieces pieces;
  pieces.add([now = bench.now()](Packer& packer) {
    packer.pack_map(4);
    pack_time(packer, now);
    pack_text(packer, "diagram");
  });
  pieces.add(diagram_pieces(commands));
  pieces.add([&bench, pins](Packer& packer) {
    pack_text(packer, "bounce");
    pack_bounce(packer, bench.bounce());
    pack_text(packer, "pins");
    packer.pack_array(pins);
  });
  pieces.add(pins, [&bench, counts](Packer& packer, std::uint32_t i) {
    packer.pack_array(5);
    pack_pin_levels(packer, bench, PinId{i},
                    counts ? counts->totals(PinId{i}, bench.now()) : LevelCounts::Totals{});
  });
  return pieces;
}

void pack_bounce(Packer& packer, const BoardBounce& bounce) {
  packer.pack_map(2);
  pack_field(packer, "mode", to_string(bounce.mode));
  pack_text(packer, "longest");
  packer.pack(bounce.longest.count());
}

void pack_pin_levels(Packer& packer, const Bench& bench, PinId pin, LevelCounts::Totals totals) {
  const PinState state = bench.state(pin);
  packer.pack(level_number(state.level));
  packer.pack(state.direction == Direction::out ? 1 : 0);
  packer.pack(totals.edges);
  packer.pack(totals.high.count());
  packer.pack(hand_number(bench.drives(pin).by_hand));
}

Pieces net_pieces(const Bench& bench, PinId pin) {
  struct Net {
    std::shared_ptr<const PinTable> pins;
    NetReport report;
    Level level;
    Time time;
  };
  const auto net = std::make_shared<const Net>(
      Net{bench.shared_pins(), report_net(bench, pin), bench.state(pin).level, bench.now()});
  const auto name = [net](PinId each) -> const std::string& { return net->pins->name(each); };
  Pieces pieces;
  pieces.hold(net->report.pins.size() * sizeof(PinId) +
              net->report.drives.size() * sizeof(NetDrive));
  pieces.add([net, name, pin](Packer& packer) {
    packer.pack_map(5);
    pack_field(packer, "pin", name(pin));
    pack_field(packer, "state", to_string(net->level));
    pack_text(packer, "pins");
    packer.pack_array(static_cast<std::uint32_t>(net->report.pins.size()));
  });
  pieces.add(static_cast<std::uint32_t>(net->report.pins.size()),
             [net, name](Packer& packer, std::uint32_t i) {
               pack_text(packer, name(net->report.pins[i]));
             });
  pieces.add([net](Packer& packer) {
    pack_text(packer, "drives");
    packer.pack_array(static_cast<std::uint32_t>(net->report.drives.size()));
  });
  pieces.add(static_cast<std::uint32_t>(net->report.drives.size()),
             [net, name](Packer& packer, std::uint32_t i) {
               const NetDrive& drive = net->report.drives[i];
               packer.pack_map(4);
               pack_field(packer, "pin", name(drive.pin));
               pack_field(packer, "by", to_string(drive.by));
               pack_field(packer, "level", to_string(drive.drive.level));
               pack_field(packer, "strength", to_string(drive.drive.strength));
             });
  pieces.add([net](Packer& packer) { pack_time(packer, net->time); });
  return pieces;
}

}  // namespace pinbridge::api

#include "api/view_message.hpp"

#include <algorithm>

namespace pinbridge {
namespace {

/// 0, 1, or 2 for nothing.
int hand_number(Drive hand) {
  return hand == kNoDrive ? 2 : level_number(hand.level);
}

void pack_texts(Packer& packer, const std::vector<std::string>& texts) {
  packer.pack_array(static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts) pack_text(packer, text);
}

void pack_drawn_pins(Packer& packer, const Bench& bench, PartId part) {
  packer.pack_array(bench.pin_count_of(part));
  for (std::uint32_t i = 0; i < bench.pin_count_of(part); ++i) {
    packer.pack_map(2);
    pack_field(packer, "name", bench.short_pin_name(bench.pin(part, PinIndex{i})));
    pack_field(packer, "label", bench.part(part).pin_label(PinIndex{i}));
  }
}

void pack_drawn_part(Packer& packer, const Bench& bench, PartId part, const BoardPart& drawn) {
  const auto number = [&](std::string_view key, double value) {
    pack_text(packer, key);
    packer.pack(value);
  };
  packer.pack_map(10);
  pack_field(packer, "part", bench.part_id(part));
  pack_field(packer, "type", bench.part_type(part));
  number("left", drawn.left);
  number("top", drawn.top);
  number("rotate", drawn.rotate);
  pack_text(packer, "hide");
  packer.pack(drawn.hide);
  pack_text(packer, "attributes");
  packer.pack_map(static_cast<std::uint32_t>(drawn.attributes.size()));
  for (const auto& [name, value] : drawn.attributes) pack_field(packer, name, value.text);
  pack_controls_and_shows(packer, bench.part(part));
  pack_text(packer, "pins");
  pack_drawn_pins(packer, bench, part);
}

void pack_wire(Packer& packer, const BoardConnection& wire) {
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

void pack_diagram(Packer& packer, const Commands& commands) {
  const Bench& bench = commands.bench();
  const Board& board = commands.board();
  packer.pack_map(3);
  pack_field(packer, "board", commands.board_name());
  pack_text(packer, "parts");
  packer.pack_array(bench.part_count());
  // A bench has the parts of its file, in the order of the file.
  for (std::uint32_t i = 0; i < bench.part_count(); ++i) {
    pack_drawn_part(packer, bench, PartId{i}, board.parts[i]);
  }
  pack_text(packer, "wires");
  packer.pack_array(static_cast<std::uint32_t>(board.connections.size()));
  for (const BoardConnection& wire : board.connections) pack_wire(packer, wire);
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
  packer.pack(hand_number(bench.hand(pin)));
}

void pack_net(Packer& packer, const Bench& bench, PinId pin) {
  const NetReport report = bench.report_net(pin);
  packer.pack_map(5);
  pack_field(packer, "pin", bench.pin_name(pin));
  pack_field(packer, "state", to_string(bench.state(pin).level));
  pack_text(packer, "pins");
  packer.pack_array(static_cast<std::uint32_t>(report.pins.size()));
  for (const PinId each : report.pins) pack_text(packer, bench.pin_name(each));
  pack_text(packer, "drives");
  packer.pack_array(static_cast<std::uint32_t>(report.drives.size()));
  for (const NetDrive& drive : report.drives) {
    packer.pack_map(4);
    pack_field(packer, "pin", bench.pin_name(drive.pin));
    pack_field(packer, "by", to_string(drive.by));
    pack_field(packer, "level", to_string(drive.drive.level));
    pack_field(packer, "strength", to_string(drive.drive.strength));
  }
  pack_time(packer, bench.now());
}

}  // namespace pinbridge

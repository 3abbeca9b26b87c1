#include "board/wire_check.hpp"

#include <optional>

#include <fmt/format.h>

#include "bench/net_finder.hpp"

namespace pinbridge::board {
namespace {

/// One pin of each kind that drives a net strongly.
struct Holders {
  std::optional<PinId> vcc;
  std::optional<PinId> gnd;
  std::optional<PinId> output;

  std::optional<PinId> any() const { return output ? output : vcc ? vcc : gnd; }
};

class WireLayer {
 public:
  WireLayer(const BoardPins& pins, const Assembly& assembly, Problems& problems)
      : pins_(pins),
        assembly_(assembly),
        problems_(problems),
        finder_(pins.count()),
        holders_(pins.count()) {}

  BoardNets lay() {
    for (std::uint32_t i = 0; i < pins_.count(); ++i) start_net(PinId{i});
    for (std::uint32_t i = 0; i < pins_.part_count(); ++i) {
      const PartId part{i};
      for (const auto& [a, b] : pins_.layout(part).joins)
        join(pins_.pin(part, a), pins_.pin(part, b));
    }
    for (std::uint32_t i = 0; i < assembly_.wires.size(); ++i) lay(i);
    return nets();
  }

 private:
  void start_net(PinId pin) {
    Holders& holders = holders_[pin.value()];
    switch (pins_.spec(pin).role) {
      case PinRole::vcc:
        holders.vcc = pin;
        break;
      case PinRole::gnd:
        holders.gnd = pin;
        break;
      case PinRole::output:
        holders.output = pin;
        break;
      default:
        break;
    }
  }

  const Holders& holders_of(PinId pin) { return holders_[finder_.root(pin.value())]; }

  void join(PinId a, PinId b) {
    Holders all = holders_of(a);
    const Holders& more = holders_of(b);
    if (!all.vcc) all.vcc = more.vcc;
    if (!all.gnd) all.gnd = more.gnd;
    if (!all.output) all.output = more.output;
    finder_.join(a.value(), b.value());
    holders_[finder_.root(a.value())] = all;
  }

  void lay(std::uint32_t wire) {
    const PinId from = pins_.pin(assembly_.wires[wire].from);
    const PinId to = pins_.pin(assembly_.wires[wire].to);
    if (finder_.root(from.value()) == finder_.root(to.value())) return;
    const Holders& a = holders_of(from);
    const Holders& b = holders_of(to);
    if (a.vcc && b.gnd) return report_short(wire, *a.vcc, *b.gnd);
    if (a.gnd && b.vcc) return report_short(wire, *b.vcc, *a.gnd);
    if (a.any() && b.any() && (a.output || b.output)) report_fight(wire, *a.any(), *b.any());
    join(from, to);
  }

  void report_short(std::uint32_t wire, PinId vcc, PinId gnd) {
    const PinId from = pins_.pin(assembly_.wires[wire].from);
    problems_.error(assembly_.wire_places[wire].from,
                    fmt::format("this wire is a short circuit: it connects {} and {}; remove it, "
                                "or use a resistor instead",
                                pins_.name(vcc), pins_.name(gnd)),
                    pins_.part_id(from), pins_.spec(from).name);
  }

  void report_fight(std::uint32_t wire, PinId a, PinId b) {
    const PinId from = pins_.pin(assembly_.wires[wire].from);
    const auto is_output = [&](PinId pin) { return pins_.spec(pin).role == PinRole::output; };
    const bool both = is_output(a) && is_output(b);
    problems_.warning(
        assembly_.wire_places[wire].from,
        both
            ? fmt::format("this wire connects the outputs {} and {}, which conflict when their "
                          "levels differ; put each on a separate net",
                          pins_.name(a), pins_.name(b))
            : fmt::format(
                  "this wire connects the output {} to the supply {}, which always wins; remove it",
                  pins_.name(is_output(a) ? a : b), pins_.name(is_output(a) ? b : a)),
        pins_.part_id(from), pins_.spec(from).name);
  }

  BoardNets nets() {
    BoardNets nets;
    for (const std::uint32_t net : finder_.number(nets.count)) nets.of_pin.emplace_back(net);
    nets.wired.resize(nets.count);
    const auto mark = [&](PinPlace pin) { nets.wired[nets.of(pins_.pin(pin)).value()] = true; };
    for (const Wire& wire : assembly_.wires) {
      mark(wire.from);
      mark(wire.to);
    }
    for (const PinPlace& pin : assembly_.loose_ends) mark(pin);
    return nets;
  }

  const BoardPins& pins_;
  const Assembly& assembly_;
  Problems& problems_;
  NetFinder finder_;
  std::vector<Holders> holders_;  ///< of each net so far, at its root
};

}  // namespace

std::vector<Level> supply_levels(const BoardPins& pins, const BoardNets& nets) {
  std::vector<Level> levels(nets.count, Level::highz);
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    const PinRole role = pins.spec(PinId{i}).role;
    if (role != PinRole::vcc && role != PinRole::gnd) continue;
    levels[nets.of(PinId{i}).value()] = role == PinRole::vcc ? Level::high : Level::low;
  }
  return levels;
}

BoardNets lay_wires(const BoardPins& pins, const Assembly& assembly, Problems& problems) {
  return WireLayer(pins, assembly, problems).lay();
}

}  // namespace pinbridge::board

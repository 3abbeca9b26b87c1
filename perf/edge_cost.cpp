// The cost of one edge in the bench itself, by the size of the board, on which it should not
// depend.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include "bench/bench.hpp"
#include "links/chip/virtio_chip.hpp"
#include "parts/catalog.hpp"

namespace pinbridge {
namespace {

constexpr std::uint32_t kLinesOfChip = 1024;
/// The number of lines with edges, spread over the whole board.
constexpr std::uint32_t kLinesUsed = 64;

/// A board of `nets` lines with an LED each, in chips of up to 1024.
class LedBoard {
 public:
  explicit LedBoard(std::uint32_t nets) {
    Catalog catalog;
    parts::add_parts(catalog);
    catalog.add(chip::virtio_chip_type());
    std::vector<PartInstance> parts;
    std::vector<Wire> wires;
    const auto add = [&](std::string id, std::string type,
                         std::map<std::string, std::string> given) {
      Attributes attributes(given);
      parts.push_back({std::move(id), type, catalog.find(type)->make(attributes), given});
      return PartId{static_cast<std::uint32_t>(parts.size() - 1)};
    };
    const PartId ground = add("gnd", "wokwi-gnd", {});
    for (std::uint32_t net = 0; net < nets; ++net) {
      const std::uint32_t line = net % kLinesOfChip;
      if (line == 0) {
        const std::uint32_t lines = std::min(nets - net, kLinesOfChip);
        const PartId chip = add("chip" + std::to_string(net), "chip-virtio-gpio",
                                {{"lines", std::to_string(lines)}});
        chips_.push_back(dynamic_cast<chip::VirtioChip*>(parts[chip.value()].part.get()));
        chip_ = chip;
      }
      const PartId led = add("led" + std::to_string(net), "wokwi-led", {});
      wires.push_back({{chip_, PinIndex{line}}, {led, PinIndex{0}}});
      wires.push_back({{led, PinIndex{1}}, {ground, PinIndex{0}}});
    }
    bench_ = std::make_unique<Bench>(std::move(parts), wires, timers_, 1);
  }

  void drive(std::uint32_t net, bool level) {
    chips_[net / kLinesOfChip]->drive(LineOffset{static_cast<std::uint16_t>(net % kLinesOfChip)},
                                      level);
  }

 private:
  TimerQueue timers_;
  PartId chip_{};
  std::vector<chip::VirtioChip*> chips_;
  std::unique_ptr<Bench> bench_;
};

/// From a line's new drive to its LED, clients not counted.
void edge(benchmark::State& state) {
  const auto nets = static_cast<std::uint32_t>(state.range(0));
  const std::size_t before = mallinfo2().uordblks;
  LedBoard board(nets);
  state.counters["bytes_per_net"] =
      static_cast<double>(mallinfo2().uordblks - before) / static_cast<double>(nets);
  const std::uint32_t stride = std::max(nets / kLinesUsed, 1U);
  bool level = true;
  std::uint32_t net = 0;
  for (auto _ : state) {
    board.drive(net, level);
    net += stride;
    if (net < nets) continue;
    net = 0;
    level = !level;
  }
}
BENCHMARK(edge)->RangeMultiplier(8)->Range(32, 16384)->Arg(65536);

}  // namespace
}  // namespace pinbridge

BENCHMARK_MAIN();

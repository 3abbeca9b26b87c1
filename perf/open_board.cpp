#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <malloc.h>

#include "app/opened_board.hpp"
#include "board/electrical_check.hpp"
#include "board/reader.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

namespace json = boost::json;

/// A diagram in memory: cells of an LED with its resistor and a button, each on a line of a guest.
class Diagram {
 public:
  explicit Diagram(DiagramSize size) {
    add("vcc", "wokwi-vcc");
    add("gnd", "wokwi-gnd");
    while (static_cast<int>(parts_.size()) < size.parts) add_cell();
    for (int free = 0; free < size.free_lines; free += kLines) {
      add(fmt::format("free{}", free), "chip-virtio-gpio",
          {{"lines", std::to_string(std::min(size.free_lines - free, kLines))}});
    }
  }
  std::string text() const {
    return json::serialize(json::object{{"version", 1},
                                        {"author", "Pinbridge"},
                                        {"editor", "wokwi"},
                                        {"parts", parts_},
                                        {"connections", wires_}});
  }

 private:
  static constexpr int kLines = 1024;

  void add(std::string_view id, std::string_view type, json::object attributes = {}) {
    parts_.push_back({{"type", type},
                      {"id", id},
                      {"top", 9.6 * static_cast<double>(parts_.size() % 100)},
                      {"left", 9.6 * std::floor(static_cast<double>(parts_.size()) / 100)},
                      {"attrs", std::move(attributes)}});
  }
  void wire(std::string_view from, std::string_view to) {
    wires_.push_back({from, to, "green", json::array{"v9.6", "*", "h-9.6"}});
  }
  std::string next_line() {
    const int chip = lines_ / kLines;
    if (lines_ % kLines == 0) {
      add(fmt::format("vm{}", chip), "chip-virtio-gpio",
          {{"lines", std::to_string(kLines)}, {"pull", fmt::format("0-{}:up", kLines - 1)}});
    }
    return fmt::format("vm{}:{}", chip, lines_++ % kLines);
  }
  void add_cell() {
    const std::string n = std::to_string(cells_++);
    add("led" + n, "wokwi-led", {{"color", "red"}});
    add("r" + n, "wokwi-resistor", {{"value", "220"}});
    add("b" + n, "wokwi-pushbutton", {{"color", "green"}, {"bounce", "0"}});
    wire(next_line(), "r" + n + ":1");
    wire("r" + n + ":2", "led" + n + ":A");
    wire("led" + n + ":C", "gnd:GND");
    wire(next_line(), "b" + n + ":1.l");
    wire("b" + n + ":2.r", "gnd:GND");
  }

  json::array parts_;
  json::array wires_;
  int cells_ = 0;
  int lines_ = 0;
};

std::size_t allocated() {
  const auto use = mallinfo2();
  return use.uordblks + use.hblkhd;
}

/// How long `work` took.
Duration time(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - start;
}

}  // namespace

std::string diagram(DiagramSize size) {
  return Diagram(size).text();
}

OpeningTimes open_board(const std::filesystem::path& file) {
  const Catalog catalog = app::full_catalog();
  OpeningTimes times;
  board::Problems problems;
  board::Board board;
  board::Assembly assembly;
  times.read =
      time([&] { board = board::read_board(board::read_board_text(file).value(), problems); });
  times.assemble = time([&] { assembly = board::assemble(board, catalog, problems); });
  times.check = time([&] { board::check_electrically(assembly, problems); });
  if (!problems.list().empty()) throw std::runtime_error(describe(problems.list()[0], "board"));
  times.parts = assembly.parts.size();
  times.wires = assembly.wires.size();
  TimerQueue timers;
  std::unique_ptr<Bench> bench;
  const std::size_t before = allocated();
  times.bench = time([&] {
    bench = std::make_unique<Bench>(std::move(assembly.parts), assembly.wires, timers, 1);
  });
  times.pins = bench->pins().count();
  times.bytes = allocated() - before;
  return times;
}

}  // namespace pinbridge::perf

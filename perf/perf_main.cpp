#include <algorithm>
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "perf.hpp"

using namespace pinbridge;

namespace {

double microseconds(Duration time) {
  return static_cast<double>(time.count()) / 1000;
}

void print(const boost::json::object& figures) {
  std::puts(boost::json::serialize(figures).c_str());
}

void print_times(perf::Times times) {
  std::ranges::sort(times);
  const auto at = [&](double part) {
    return microseconds(times[static_cast<std::size_t>(part * static_cast<double>(times.size()))]);
  };
  print({{"p50_us", at(0.5)}, {"p99_us", at(0.99)}});
}

void print_opening(const perf::OpeningTimes& times) {
  print({{"parts", times.parts},
         {"pins", times.pins},
         {"bytes", times.bytes},
         {"wires", times.wires},
         {"read_ms", microseconds(times.read) / 1000},
         {"assemble_ms", microseconds(times.assemble) / 1000},
         {"check_ms", microseconds(times.check) / 1000},
         {"bench_ms", microseconds(times.bench) / 1000}});
}

}  // namespace

/// The measuring programs of perf/run. Each prints one JSON object, which perf/run evaluates.
int main(int argc, char** argv) {
  CLI::App app("Measures for perf/run");
  app.require_subcommand(1);
  std::string socket;
  std::string pin;
  std::string out;
  int count = 0;

  auto* pingpong = app.add_subcommand("pingpong");
  pingpong->add_option("rounds", count)->required();
  pingpong->callback([&] { print_times(perf::eventfd_pingpong(count)); });

  auto* toggles = app.add_subcommand("toggles");
  toggles->add_option("socket", socket)->required();
  toggles->add_option("pin", pin)->required();
  toggles->add_option("edges", count)->required();
  toggles->callback([&] {
    const auto time = perf::watch_toggles(socket, pin, count);
    print({{"edges_per_s", (count - 1) * 1e6 / microseconds(time)}});
  });

  auto* trips = app.add_subcommand("roundtrips");
  trips->add_option("socket", socket)->required();
  trips->add_option("in", pin)->required();
  trips->add_option("out", out)->required();
  trips->add_option("rounds", count)->required();
  trips->callback([&] { print_times(perf::round_trips(socket, pin, out, count)); });

  auto* watchers = app.add_subcommand("watchers");
  watchers->add_option("socket", socket)->required();
  watchers->add_option("pin", pin)->required();
  watchers->add_option("count", count)->required();
  watchers->callback([&] {
    const auto changes = perf::watch_until_asked(socket, pin, count);
    print({{"fewest", changes.fewest}, {"most", changes.most}});
  });

  perf::OwnPart part;
  auto* own = app.add_subcommand("own-part");
  own->add_option("socket", socket)->required();
  own->add_option("part", part.id)->required();
  own->add_option("in", part.in)->required();
  own->add_option("out", part.out)->required();
  own->add_option("rounds", count)->required();
  own->callback([&] { print_times(perf::own_part_round_trips(socket, part, count)); });

  std::string fifo;
  perf::BareLines lines;
  auto* bare = app.add_subcommand("bare-native");
  bare->add_option("qtest", socket)->required();
  bare->add_option("fifo", fifo)->required();
  bare->add_option("in", lines.in)->required();
  bare->add_option("out", lines.out)->required();
  bare->add_option("rounds", count)->required();
  bare->callback([&] { print_times(perf::bare_native(socket, fifo, lines, count)); });

  std::string file;
  auto* open = app.add_subcommand("open-board");
  open->add_option("diagram", file)->required();
  open->callback([&] { print_opening(perf::open_board(file)); });

  perf::DiagramSize size;
  auto* diagram = app.add_subcommand("diagram");
  diagram->add_option("parts", size.parts)->required();
  diagram->add_option("free-lines", size.free_lines);
  diagram->callback([&] { std::puts(perf::diagram(size).c_str()); });

  try {
    CLI11_PARSE(app, argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pinbridge_perf: %s\n", error.what());
    return 1;
  }
  return 0;
}

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "bench/bench.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::testing {

/// A bench for tests of parts: built from names, in virtual time, with every edge of chosen pins
/// kept.
class PartBench : public BenchListener {
 public:
  struct Item {
    std::string id;
    std::string type;
    std::map<std::string, std::string> attributes;
  };
  using Connection = std::pair<std::string, std::string>;  ///< "led1:A", "r1:2"

  PartBench(const std::vector<Item>& items, const std::vector<Connection>& connections,
            std::uint32_t seed = 1) {
    Catalog catalog;
    add_parts(catalog);
    std::vector<PartInstance> parts;
    std::map<std::string, PinPlace> places;
    for (const Item& item : items) {
      Attributes attributes(item.attributes);
      parts.push_back({item.id, item.type, catalog.find(item.type)->make(attributes)});
      EXPECT_TRUE(attributes.problems().empty());
      std::uint32_t index = 0;
      for (const PinSpec& pin : parts.back().part->layout().pins) {
        places[item.id + ":" + pin.name] = {PartId{static_cast<std::uint32_t>(parts.size() - 1)},
                                            PinIndex{index++}};
      }
    }
    std::vector<Wire> wires;
    for (const auto& [from, to] : connections) wires.push_back({places.at(from), places.at(to)});
    bench_ = std::make_unique<Bench>(std::move(parts), wires, timers_, seed);
    bench_->add_listener(*this);
  }

  void watch(std::string_view pin) { bench_->watch(bench_->find_pin(pin).value()); }
  void pin_changed(const PinChange& change) override { edges.push_back(change); }
  void part_changed(PartId part, Time) override { part_news.push_back(bench_->part_id(part)); }
  void oscillation(const std::vector<PinId>&, Time) override { ++oscillations; }

  Level level(std::string_view pin) { return bench_->state(bench_->find_pin(pin).value()).level; }
  void drive(std::string_view pin, Drive drive) {
    bench_->drive_by_hand(bench_->find_pin(pin).value(), drive);
  }
  Result<void> control(std::string_view part, std::string_view name, const ControlValue& value) {
    return bench_->control(bench_->find_part(part).value(), name, value);
  }
  /// What the part shows, or where its control stands.
  std::string value(std::string_view part, std::string_view name) {
    Part& found = bench_->part(bench_->find_part(part).value());
    for (const auto& list : {found.controls(), found.shows()}) {
      for (const auto& [have, value] : list) {
        if (have == name) return to_string(value);
      }
    }
    return "none";
  }
  /// Places the part again, as when the board around it becomes another.
  void attach_again(std::string_view part) {
    const PartId id = bench_->find_part(part).value();
    bench_->part(id).attach(PartHost(*bench_, id));
  }
  void advance(Duration by) { bench_->begin_turn(bench_->now() + by); }
  Bench& bench() { return *bench_; }

  std::vector<PinChange> edges;        ///< of watched pins
  std::vector<std::string> part_news;  ///< which part clients were told of, each time
  int oscillations = 0;                ///< how many were reported

 private:
  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
};

}  // namespace pinbridge::testing

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
    parts::add_parts(catalog);
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
    wires.reserve(connections.size());
    for (const auto& [from, to] : connections) wires.push_back({places.at(from), places.at(to)});
    bench_ = std::make_unique<Bench>(std::move(parts), wires, timers_, seed);
    bench_->changes().add(*this);
  }

  void watch(std::string_view pin) { bench_->changes().watch(pin_of(pin)); }
  void pin_changed(const PinChange& change) override { edges.push_back(change); }
  void part_changed(PartId part, Time) override {
    part_news.push_back(bench_->pins().part_id(part));
  }
  void oscillation(const std::vector<PinId>&, Time) override { ++oscillations; }

  Level level(std::string_view pin) { return bench_->state(pin_of(pin)).level; }
  void drive(std::string_view pin, Drive drive) { bench_->drive_by_hand(pin_of(pin), drive); }
  Result<void> control(std::string_view part, std::string_view name, const ControlValue& value) {
    return bench_->control(part_of(part), name, value);
  }
  /// A value that the part shows, or that of a control.
  std::string value(std::string_view part, std::string_view name) {
    Part& found = bench_->part(part_of(part));
    for (const auto& list : {found.controls(), found.shows()}) {
      for (const auto& [have, value] : list) {
        if (have == name) return to_string(value);
      }
    }
    return "none";
  }
  /// Places the part again, as when the board around it changes.
  void attach_again(std::string_view part) {
    const PartId id = part_of(part);
    bench_->part(id).attach(PartHost(*bench_, id));
    bench_->part(id).settled();
  }
  void advance(Duration by) { bench_->begin_turn(bench_->now() + by); }
  Bench& bench() { return *bench_; }

  std::vector<PinChange> edges;        ///< of watched pins
  std::vector<std::string> part_news;  ///< the part of each notification
  int oscillations = 0;                ///< how many were reported

 private:
  PinId pin_of(std::string_view name) const { return bench_->pins().find(name).value(); }
  PartId part_of(std::string_view id) const { return bench_->pins().find_part(id).value(); }

  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
};

}  // namespace pinbridge::testing

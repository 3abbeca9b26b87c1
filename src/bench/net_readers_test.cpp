#include "bench/net_readers.hpp"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/testing/still_part.hpp"

namespace pinbridge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Three parts a, b and c with two pins each: a:p, b:q and c:p are one net, b:p and c:q another.
class NetReadersTest : public ::testing::Test {
 protected:
  NetReadersTest() {
    for (const char* id : {"a", "b", "c"}) {
      parts_.push_back(
          {id, "pair", std::make_unique<testing::StillPart>(Layout{.pins = {"p", "q"}})});
    }
    const auto place = [](std::uint32_t part, std::uint32_t pin) {
      return PinPlace{PartId{part}, PinIndex{pin}};
    };
    pins_ = PinTable(parts_, std::vector<Wire>{{place(2, 0), place(0, 0)},
                                               {place(0, 0), place(1, 1)},
                                               {place(1, 0), place(2, 1)}});
  }
  Part* part(std::size_t i) { return parts_[i].part.get(); }
  NetId net(std::string_view pin) { return pins_.net_of(pins_.find(pin).value()); }
  /// With the parts of these that sense; null for the others.
  NetReaders readers(const std::vector<Part*>& sensing) {
    return {pins_, pins_.topology().net_count, sensing};
  }

  std::vector<PartInstance> parts_;
  PinTable pins_;
};

/// The part and the pin's index.
auto sensor(Part* part, std::uint32_t pin) {
  return ::testing::AllOf(::testing::Field(&NetReaders::Sensor::part, part),
                          ::testing::Field(&NetReaders::Sensor::pin, PinIndex{pin}));
}

TEST_F(NetReadersTest, EachNetHasTheSensingPinsOnItInTheirOrder) {
  const NetReaders readers = this->readers({part(0), part(1), part(2)});
  EXPECT_THAT(readers.sensors(net("a:p")),
              ElementsAre(sensor(part(0), 0), sensor(part(1), 1), sensor(part(2), 0)));
  EXPECT_THAT(readers.sensors(net("b:p")), ElementsAre(sensor(part(1), 0), sensor(part(2), 1)));
  EXPECT_THAT(readers.sensors(net("a:q")), ElementsAre(sensor(part(0), 1)));
}

TEST_F(NetReadersTest, APartThatDoesNotSenseIsOnNoNet) {
  const NetReaders readers = this->readers({nullptr, nullptr, part(2)});
  EXPECT_THAT(readers.sensors(net("a:p")), ElementsAre(sensor(part(2), 0)));
  EXPECT_THAT(readers.sensors(net("a:q")), IsEmpty());
}

TEST_F(NetReadersTest, ANetIsWatchedAsLongAsOneOfItsWatchersRemains) {
  NetReaders readers = this->readers({nullptr, nullptr, nullptr});
  EXPECT_FALSE(readers.is_watched(net("a:p")));
  readers.add_watchers(net("a:p"), 2);
  readers.remove_watcher(net("b:q"));
  EXPECT_TRUE(readers.is_watched(net("c:p")));
  EXPECT_FALSE(readers.is_watched(net("b:p")));
  readers.remove_watcher(net("c:p"));
  EXPECT_FALSE(readers.is_watched(net("a:p")));
}

}  // namespace
}  // namespace pinbridge

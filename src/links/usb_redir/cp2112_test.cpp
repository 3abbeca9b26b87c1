#include "links/usb_redir/cp2112.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/usb_redir/testing/qemu_side.hpp"

namespace pinbridge::usb_redir {
namespace {

using pinbridge::testing::FakeLines;
using testing::bytes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What Linux's hid-cp2112 sends and receives.
class Cp2112Test : public ::testing::Test {
 protected:
  std::optional<Bytes> get(unsigned report) {
    return device_.control({0xa1, 1, static_cast<std::uint16_t>(0x300 | report), 0, 64}, {});
  }
  bool set(std::initializer_list<unsigned> report) {
    const Bytes data = bytes(report);
    const auto id = std::to_integer<std::uint16_t>(data[0]);
    return device_
        .control({0x21, 9, static_cast<std::uint16_t>(0x300 | id), 0,
                  static_cast<std::uint16_t>(data.size())},
                 data)
        .has_value();
  }

  FakeLines lines_{8};
  Cp2112 device_{lines_};
};

TEST_F(Cp2112Test, AnswersTheProbeOfTheDriver) {
  EXPECT_EQ(get(0x05), bytes({5, 0x0c, 2}));
  EXPECT_EQ(get(0x06)->size(), 14U);
  EXPECT_TRUE(set({6, 0, 1, 0x86, 0xa0, 2, 0, 0, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(get(0x06)->back(), std::byte{1});
  EXPECT_FALSE(set({6, 0}));
  EXPECT_EQ(get(0x20), bytes({0x20, 0}));
  EXPECT_FALSE(get(0x77));
}

TEST_F(Cp2112Test, HasAReportDescriptorAsLongAsItsHidDescriptorSays) {
  const auto hid = device_.control({0x81, 6, 0x2100, 0, 9}, {}).value();
  const auto reports = device_.control({0x81, 6, 0x2200, 0, 1000}, {}).value();
  EXPECT_EQ(std::to_integer<std::size_t>(hid[7]) + 256 * std::to_integer<std::size_t>(hid[8]),
            reports.size());
  EXPECT_FALSE(device_.control({0x81, 6, 0x2300, 0, 9}, {}));
}

TEST_F(Cp2112Test, ReadsTheLevelsOfAllLines) {
  EXPECT_EQ(get(3), bytes({3, 0}));
  lines_.put(0, true);
  lines_.put(7, true);
  EXPECT_EQ(get(3), bytes({3, 0x81}));
}

TEST_F(Cp2112Test, DrivesPushPullOutputsAndReleasesInputs) {
  set({2, 0x01, 0xff, 0, 0});
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
  EXPECT_EQ(get(2), bytes({2, 0x01, 0xff, 0, 0}));
  set({4, 0x00, 0x01});
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=low"));
  set({4, 0xff, 0x02});
  EXPECT_THAT(lines_.take_log(), IsEmpty()) << "an input keeps its latch";
  set({2, 0x02, 0xff, 0, 0});
  EXPECT_THAT(lines_.take_log(), ElementsAre("0 released", "1=high"));
}

TEST_F(Cp2112Test, AnOpenDrainOutputDrivesLowOnly) {
  set({4, 0x00, 0x04});
  set({2, 0x04, 0x00, 0, 0});
  EXPECT_THAT(lines_.take_log(), ElementsAre("2=low"));
  set({4, 0x04, 0x04});
  EXPECT_THAT(lines_.take_log(), ElementsAre("2 released"));
  set({2, 0x04, 0x04, 0, 0});
  EXPECT_THAT(lines_.take_log(), ElementsAre("2=high")) << "push-pull from now on";
}

TEST_F(Cp2112Test, ATransferOnItsI2cBusIsNotAcknowledged) {
  EXPECT_TRUE(device_.put(1, bytes({0x14, 0x40, 1, 0})));
  EXPECT_FALSE(device_.take(0x81));
  EXPECT_TRUE(device_.put(1, bytes({0x15, 1})));
  EXPECT_EQ(device_.take(0x81), bytes({0x16, 3, 0, 0, 0, 0, 0}));
  for (int i = 0; i < 100; ++i) device_.put(1, bytes({0x15, 1}));
  int reports = 0;
  while (device_.take(0x81)) ++reports;
  EXPECT_EQ(reports, 16) << "no more are kept";
}

TEST_F(Cp2112Test, AResetReleasesItsLines) {
  set({2, 0x0f, 0xff, 0, 0});
  lines_.take_log();
  device_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_EQ(get(2), bytes({2, 0, 0, 0, 0}));
}

TEST_F(Cp2112Test, ReportsThatAreTooShortStallAndChangeNothing) {
  EXPECT_FALSE(set({2, 0xff, 0xff, 0}));
  EXPECT_FALSE(set({4, 0xff}));
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  EXPECT_FALSE(device_.put(1, {}));
  EXPECT_FALSE(device_.control({0xc0, 1, 0, 0, 0}, {}));
}

}  // namespace
}  // namespace pinbridge::usb_redir

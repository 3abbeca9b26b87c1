#include "app/workbench.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::app {
namespace {

class WorkbenchTest : public ::testing::Test {
 protected:
  void save(const std::string& led) {
    std::ofstream(folder_.path() / "diagram.json")
        << R"({"version": 1, "parts": [{"id": ")" << led
        << R"(", "type": "wokwi-led"}], "connections": []})";
  }
  OpenedBoard open() const { return open_board(folder_.path(), full_catalog()).value(); }
  std::unique_ptr<Workbench> serve(OpenedBoard board) {
    Workbench::Options options;
    options.socket = folder_.path() / "socket";
    options.page.off = true;
    return Workbench::open(loop_, std::move(board), options).value();
  }

  const pinbridge::testing::TempFolder folder_;
  const pinbridge::testing::LogCapture log_;
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
};

TEST_F(WorkbenchTest, AFileThatChangedBetweenItsReadingAndTheStartIsRead) {
  save("earlier");
  OpenedBoard board = open();
  save("later");
  const auto bench = serve(std::move(board));
  EXPECT_TRUE(bench->commands().pin("earlier:A"));
  EXPECT_TRUE(pinbridge::testing::step_until(
      loop_, [&] { return static_cast<bool>(bench->commands().pin("later:A")); }));
}

TEST_F(WorkbenchTest, AFileThatHasNotChangedIsNotReported) {
  save("led");
  const auto bench = serve(open());
  for (int i = 0; i < 100; ++i) loop_.io().run_one_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(log_.lines("the board changed").empty());
}

}  // namespace
}  // namespace pinbridge::app

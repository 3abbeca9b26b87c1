#include "trace/sigrok_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// That sigrok reads the whole is proven by tests/test_scripting.py; here is what stands in it.

TEST(SigrokWriter, SamplesAtItsRate) {
  SigrokWriter sigrok({{"vm", "24", Level::low}, {"vm", "25", Level::high}}, 1us);
  sigrok.change(0, Level::high, 3us);
  sigrok.change(1, Level::highz, 4us);
  sigrok.end(5us);
  const std::string bytes = sigrok.take();
  EXPECT_THAT(bytes, HasSubstr("samplerate=1000000 Hz"));
  EXPECT_THAT(bytes, HasSubstr("probe1=vm:24\nprobe2=vm:25\nunitsize=1\n"));
  EXPECT_THAT(bytes, HasSubstr("logic-1-1\x02\x02\x02\x03\x01\x01"));
}

TEST(SigrokWriter, UsesAByteForEightSignals) {
  std::vector<WaveformSignal> signals(9, {"p", "x", Level::low});
  SigrokWriter sigrok(signals, 1ms);
  sigrok.change(8, Level::high, 1ms);
  sigrok.end(1ms);
  const std::string bytes = sigrok.take();
  EXPECT_THAT(bytes, HasSubstr("unitsize=2\n"));
  EXPECT_THAT(bytes, HasSubstr(std::string("logic-1-1\0\0\0\x01", 13)));
}

TEST(SigrokWriter, CountsWhatIsShorterThanASample) {
  SigrokWriter sigrok({{"vm", "24", Level::low}}, 1ms);
  sigrok.change(0, Level::high, 1100us);
  sigrok.change(0, Level::low, 1200us);
  EXPECT_EQ(sigrok.shared_ticks()->edges(), 1U);
  EXPECT_EQ(sigrok.shared_ticks()->separating_unit(), 100us);
}

TEST(SigrokWriter, SplitsALongRecording) {
  SigrokWriter sigrok({{"vm", "24", Level::low}}, 1us);
  sigrok.end(9s);
  const std::string bytes = sigrok.take();
  EXPECT_THAT(bytes, HasSubstr("logic-1-3"));
  EXPECT_GT(bytes.size(), 9'000'000U);
  EXPECT_TRUE(sigrok.status());
}

}  // namespace
}  // namespace pinbridge::trace

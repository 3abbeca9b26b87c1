#include "trace/csv_writer.hpp"

#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;

TEST(CsvWriter, WritesALineForEachTime) {
  CsvWriter csv({{"vm", "24", Level::low}, {"led0", "A", Level::highz}});
  csv.change(0, Level::high, 1ms);
  csv.change(1, Level::high, 1ms);
  csv.change(0, Level::conflict, 2s + 5ns);
  csv.end(3s);
  EXPECT_EQ(csv.take(),
            "time,vm:24,led0:A\n"
            "0.000000000,0,z\n"
            "0.001000000,1,1\n"
            "2.000000005,x,1\n"
            "3.000000000,x,1\n");
  EXPECT_EQ(csv.take(), "");
}

TEST(CsvWriter, QuotesNames) {
  CsvWriter csv({{"a\"b", "c,d", Level::low}});
  csv.end(0s);
  EXPECT_EQ(csv.take(), "time,\"a\"\"b:c,d\"\n0.000000000,0\n");
}

}  // namespace
}  // namespace pinbridge::trace

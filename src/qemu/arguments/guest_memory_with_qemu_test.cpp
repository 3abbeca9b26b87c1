// These need the distribution's QEMU (package qemu-system-arm) and fail without it.

#include <gtest/gtest.h>

#include "qemu/arguments/gpio_arguments.hpp"
#include "qemu/arguments/guest_memory.hpp"
#include "qemu/process/process.hpp"

namespace pinbridge::qemu {
namespace {

using Words = std::vector<std::string>;

/// The exit status of a command that starts its machine with what we add, and ends at once.
int start_with_memory(Words argv) {
  const auto command = CommandLine::parse(argv).value();
  const Words more = memory_arguments(command, probe(command).value()).value();
  const Words quiet{"-S", "-display", "none", "-serial", "none", "-monitor", "stdio"};
  for (const auto* part : {&more, &quiet}) argv.insert(argv.end(), part->begin(), part->end());

  boost::asio::io_context io;
  int status = -1;
  const std::string script = "echo quit | " + shell_quote(argv) + " >/dev/null 2>&1";
  const auto process =
      Process::start(io, {"sh", "-c", script}, [&](int ended) { status = ended; }).value();
  io.run_for(std::chrono::seconds(10));
  return status;
}

TEST(GuestMemoryWithQemu, IsTakenByMachinesOfAllKinds) {
  EXPECT_EQ(start_with_memory({"qemu-system-aarch64", "-M", "virt,secure=on", "-m", "64"}), 0);
  EXPECT_EQ(start_with_memory({"qemu-system-arm", "-machine", "vexpress-a9"}), 0);
  EXPECT_EQ(start_with_memory({"qemu-system-arm", "-M", "versatilepb", "-m", "size=96M"}), 0);
}

TEST(GuestMemoryWithQemu, OfTheUsersOwnStaysAsItIs) {
  const std::string own = "memory-backend-memfd,id=own,size=64M";
  EXPECT_EQ(start_with_memory({"qemu-system-aarch64", "-M", "virt,memory-backend=own", "-m", "64",
                               "-object", own}),
            0);
  EXPECT_EQ(start_with_memory({"qemu-system-aarch64", "-M", "virt", "-m", "64", "-object", own,
                               "-numa", "node,memdev=own"}),
            0);
}

}  // namespace
}  // namespace pinbridge::qemu

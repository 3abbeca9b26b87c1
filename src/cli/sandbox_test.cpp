#include "cli/sandbox.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/temp_folder.hpp"
#include "base/text_file.hpp"

namespace pinbridge::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

/// What a bench with this broker may read.
std::vector<std::string> read_with(const app::BrokerOptions& broker) {
  app::OpenedBoard board;
  board.file = "/nowhere/board/diagram.json";
  const auto rights = files_of_bench(board, "/nowhere/run/s", {}, broker);
  std::vector<std::string> paths;
  paths.reserve(rights.read.size());
  for (const fs::path& path : rights.read) paths.push_back(path.string());
  return paths;
}

TEST(Sandbox, LetsABenchReadCertificatesThatAreRenewed) {
  const testing::TempFolder folder;
  app::BrokerOptions broker;
  broker.ca_file = folder.path() / "authority" / "ca.pem";
  broker.certificate = folder.path() / "own" / "certificate.pem";
  broker.key = folder.path() / "secret" / "key.pem";
  const std::string top = folder.path().string();
  EXPECT_THAT(read_with(broker), IsSupersetOf({top + "/authority", top + "/own", top + "/secret"}));
}

TEST(Sandbox, LetsABenchReadWhereACertificateLinksTo) {
  const testing::TempFolder folder;
  const fs::path live = folder.path() / "live";
  const fs::path archive = folder.path() / "archive";
  fs::create_directories(live);
  fs::create_directories(archive);
  ASSERT_TRUE(write_text_file(archive / "certificate1.pem", ""));
  fs::create_symlink("../archive/certificate1.pem", live / "certificate.pem");
  app::BrokerOptions broker;
  broker.certificate = live / "certificate.pem";
  EXPECT_THAT(read_with(broker), IsSupersetOf({live.string(), fs::canonical(archive).string()}));
}

TEST(Sandbox, DoesNotOpenEtcForAFileThere) {
  app::BrokerOptions broker;
  broker.ca_file = "/etc/ca.pem";
  const auto read = read_with(broker);
  EXPECT_THAT(read, Contains("/etc/ca.pem"));
  EXPECT_THAT(read, Not(Contains("/etc")));
}

}  // namespace
}  // namespace pinbridge::cli

#include "qemu/process/process.hpp"

#include <csignal>
#include <filesystem>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pinbridge::qemu {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class ProcessTest : public ::testing::Test {
 public:
  ~ProcessTest() override {
    process_.reset();
    fs::remove_all(directory_);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "there is still a child";
  }

 protected:
  ProcessTest() {
    std::string pattern = (fs::temp_directory_path() / "pinbridge-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }

  void start(const std::string& script) {
    io_.restart();  // it has stopped when it ran out of work before
    const auto ended = [this](int status) { status_ = status; };
    process_ = Process::start(io_, {"sh", "-c", script}, ended).value();
  }

  /// Starts a script that touches `ready` and waits until it did.
  void start_and_wait(const std::string& script) {
    const fs::path ready = directory_ / "ready";
    fs::remove(ready);
    start(script + "; while :; do touch " + ready.string() + "; sleep 0.01; done");
    run_until([&] { return fs::exists(ready) || status_; });
  }

  template <class Done>
  void run_until(Done done) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!done() && std::chrono::steady_clock::now() < end) io_.run_for(1ms);
  }

  /// The child's exit status; −1 if it does not end.
  int end() {
    run_until([&] { return status_.has_value(); });
    return status_.value_or(-1);
  }

  boost::asio::io_context io_;
  fs::path directory_;
  std::unique_ptr<Process> process_;
  std::optional<int> status_;
};

TEST_F(ProcessTest, PassesTheExitStatusOn) {
  start("exit 7");
  EXPECT_EQ(end(), 7);
}

TEST_F(ProcessTest, ASignalThatEndsItIs128AndItsNumber) {
  start("kill -KILL $$");
  EXPECT_EQ(end(), 128 + SIGKILL);
}

TEST_F(ProcessTest, AProgramThatCannotBeRunIsAnErrorAtOnce) {
  const auto missing = Process::start(io_, {"qemu-system-nowhere"}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST_F(ProcessTest, SignalsThatAreSentToUsGoOnToItAndDoNotEndUs) {
  for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT}) {
    status_.reset();
    start_and_wait("trap 'exit " + std::to_string(signal) + "' " + std::to_string(signal));
    kill(getpid(), signal);
    EXPECT_EQ(end(), signal);
  }
}

TEST_F(ProcessTest, SignalsAreOursAgainWhenItHasEnded) {
  start("exit 0");
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_TRUE(sigismember(&mask, SIGTERM));
  end();
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_FALSE(sigismember(&mask, SIGTERM));
}

TEST_F(ProcessTest, ASignalThatComesTogetherWithItsEndDoesNotEndUs) {
  start_and_wait("trap 'exit 3' TERM");
  io_.poll();  // so that nothing but the signal is to be done
  kill(getpid(), SIGTERM);
  io_.run_one_for(10s);  // the first goes on
  siginfo_t ended{};
  EXPECT_EQ(waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT), 0);
  kill(getpid(), SIGTERM);  // both are there when the loop looks
  EXPECT_EQ(end(), 3);
}

TEST_F(ProcessTest, MayBeDestroyedWhenItReportsItsEnd) {
  process_ = Process::start(io_, {"true"}, [this](int status) {
               process_.reset();
               status_ = status;
             }).value();
  EXPECT_EQ(end(), 0);
}

TEST_F(ProcessTest, EndsItsChildWhenItIsDestroyed) {
  start("exec sleep 100");
  process_.reset();
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "there is still a child";
  io_.run_for(1ms);
  EXPECT_FALSE(status_) << "no further call";
}

}  // namespace
}  // namespace pinbridge::qemu

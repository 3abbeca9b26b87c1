#include "loop/dialogue.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"

namespace pinbridge {
namespace {

namespace asio = boost::asio;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Dialogues with a test, which answers questions by answer_.
class DialogueTest : public ::testing::Test {
 protected:
  using Answer = std::function<void(int)>;

  asio::awaitable<int> ask() {
    return completion_of<int>([this](Answer answer) { answer_ = std::move(answer); });
  }
  asio::awaitable<void> ask_twice() {
    seen_.push_back(co_await ask());
    seen_.push_back(co_await ask());
  }
  /// Its frame holds a reference until it ends.
  asio::awaitable<void> ask_twice_with(std::shared_ptr<int> /*held*/) { co_await ask_twice(); }
  asio::awaitable<void> fail_after_an_answer() {
    co_await ask();
    throw std::runtime_error("no memory");
  }
  asio::awaitable<void> be_cancelled_in_the_queue() {
    // Before the operation's own end in the queue of the loop.
    asio::post(io_, [this] { dialogue_.reset(); });
    co_await step(asio::post(io_, asio::use_awaitable));
    seen_.push_back(1);
  }
  void start(asio::awaitable<void> steps) {
    dialogue_.emplace(io_.get_executor(), "talk", std::move(steps), [this] { ++failures_; });
  }
  void run() {
    io_.restart();
    io_.poll();
  }

  testing::LogCapture log_;
  asio::io_context io_;
  Answer answer_;
  std::vector<int> seen_;
  int failures_ = 0;
  std::optional<Dialogue> dialogue_;
};

TEST_F(DialogueTest, GoesOnWithinTheCallThatAnswersIt) {
  start(ask_twice());
  EXPECT_FALSE(answer_) << "it begins with the loop";
  run();
  answer_(5);
  EXPECT_THAT(seen_, ElementsAre(5));
  EXPECT_FALSE(dialogue_->over());
  answer_(6);
  EXPECT_THAT(seen_, ElementsAre(5, 6));
  run();
  EXPECT_TRUE(dialogue_->over());
  EXPECT_EQ(failures_, 0);
}

TEST_F(DialogueTest, AnExceptionEndsItAndIsLogged) {
  start(fail_after_an_answer());
  run();
  answer_(1);
  run();
  EXPECT_TRUE(dialogue_->over());
  EXPECT_EQ(failures_, 1);
  EXPECT_THAT(log_.lines(), ElementsAre("talk: no memory; what it was doing is lost"));
}

TEST_F(DialogueTest, ACancelledOneIgnoresItsAnswer) {
  start(ask_twice());
  run();
  dialogue_.reset();
  answer_(5);
  run();
  EXPECT_THAT(seen_, IsEmpty());
  EXPECT_EQ(failures_, 0);
}

TEST_F(DialogueTest, OneThatIsMadeWithinTheLoopBeginsOnlyWhenItsMakerIsThrough) {
  bool begun_within_the_call = true;
  asio::post(io_, [this, &begun_within_the_call] {
    start(ask_twice());
    begun_within_the_call = static_cast<bool>(answer_);
  });
  run();
  EXPECT_FALSE(begun_within_the_call);
  EXPECT_TRUE(answer_);
}

TEST_F(DialogueTest, OneThatIsCancelledBeforeItBeginsNeverDoes) {
  start(ask_twice());
  dialogue_.reset();
  run();
  EXPECT_FALSE(answer_);
}

TEST_F(DialogueTest, OneWhoseAnswerCannotComeEnds) {
  const auto held = std::make_shared<int>(1);
  start(ask_twice_with(held));
  run();
  EXPECT_EQ(held.use_count(), 2);
  answer_ = {};
  run();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(failures_, 0);
}

TEST_F(DialogueTest, AnOperationThatWasCompleteDoesNotOutliveTheCancellation) {
  start(be_cancelled_in_the_queue());
  run();
  EXPECT_THAT(seen_, IsEmpty());
  EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_F(DialogueTest, AnotherInItsPlaceCancelsIt) {
  start(ask_twice());
  run();
  const Answer first = answer_;
  *dialogue_ = Dialogue(io_.get_executor(), "talk", ask_twice());
  run();
  first(1);
  answer_(2);
  EXPECT_THAT(seen_, ElementsAre(2));
}

}  // namespace
}  // namespace pinbridge

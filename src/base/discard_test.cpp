#include "base/discard.hpp"

#include <future>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

/// Reports the thread that destroys it.
class Noting {
 public:
  explicit Noting(std::promise<std::thread::id>& destroyed) : destroyed_(&destroyed) {}
  Noting(Noting&& other) noexcept : destroyed_(std::exchange(other.destroyed_, nullptr)) {}
  Noting(const Noting&) = delete;
  Noting& operator=(const Noting&) = delete;
  Noting& operator=(Noting&&) = delete;
  ~Noting() {
    if (destroyed_) destroyed_->set_value(std::this_thread::get_id());
  }

 private:
  std::promise<std::thread::id>* destroyed_;
};

TEST(Discard, DestroysOnAnotherThread) {
  std::promise<std::thread::id> destroyed;
  discard(Noting(destroyed));
  EXPECT_NE(destroyed.get_future().get(), std::this_thread::get_id());
}

}  // namespace
}  // namespace pinbridge

#include "loop/dialogue.hpp"

#include <exception>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "loop/barrier.hpp"

namespace pinbridge {

namespace asio = boost::asio;

struct Dialogue::State {
  asio::cancellation_signal end;
  std::function<void()> failed;
  bool begun = false;
  bool cancelled = false;  ///< before it had begun
  bool over = false;
};

namespace {

/// False if the dialogue was only cancelled.
bool report(const std::string& what, const std::exception_ptr& error) {
  if (!error) return false;
  bool cancelled = false;
  guarded(what, [&] {
    try {
      std::rethrow_exception(error);
    } catch (const boost::system::system_error& aborted) {
      cancelled = aborted.code() == asio::error::operation_aborted;
      if (!cancelled) throw;
    }
  });
  return !cancelled;
}

}  // namespace

/// What the coroutine calls at its end. It keeps the state, and with it the slot, until then.
///
/// It has the slot itself, and no executor: only then does Asio cancel within the call, instead of
/// by a message to the loop that may come after the coroutine's end.
struct Dialogue::Ending {
  using cancellation_slot_type = asio::cancellation_slot;
  cancellation_slot_type get_cancellation_slot() const noexcept { return state->end.slot(); }

  void operator()(const std::exception_ptr& error) const {
    state->over = true;
    const auto then = std::exchange(state->failed, {});
    if (report(what, error) && then) then();
  }

  std::shared_ptr<State> state;
  std::string what;
};

/// Asio throws out of the loop where a coroutine is cancelled before its first step, so that is
/// looked at here. Within the loop it would begin the coroutine at once.
Dialogue::Steps Dialogue::begin(std::shared_ptr<State> state, Steps steps) {
  co_await asio::post(asio::use_awaitable);
  state->begun = true;
  if (!state->cancelled) co_await std::move(steps);
}

Dialogue::Dialogue(const asio::any_io_executor& loop, std::string what, Steps steps,
                   std::function<void()> failed)
    : state_(std::make_shared<State>()) {
  state_->failed = std::move(failed);
  asio::co_spawn(loop, begin(state_, std::move(steps)), Ending{state_, std::move(what)});
}

Dialogue& Dialogue::operator=(Dialogue&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  state_ = std::move(other.state_);
  return *this;
}

void Dialogue::cancel() {
  if (!state_) return;
  state_->failed = nullptr;
  state_->cancelled = !state_->begun;
  if (state_->begun && !state_->over) state_->end.emit(asio::cancellation_type::terminal);
  state_.reset();
}

bool Dialogue::over() const {
  return !state_ || state_->over;
}

}  // namespace pinbridge

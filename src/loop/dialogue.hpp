#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace pinbridge {

/// A coroutine for a multi-step exchange with a peer, on the loop. It is cancelled when this is
/// destroyed.
///
/// An exception that leaves the steps is logged and ends only this dialogue.
class Dialogue {
 public:
  using Steps = boost::asio::awaitable<void>;

  Dialogue() = default;
  /// The steps begin when the loop runs next. `what` names the dialogue in the log. `failed`, if
  /// given, is called on the loop after an exception, but not once this is destroyed.
  Dialogue(const boost::asio::any_io_executor& loop, std::string what, Steps steps,
           std::function<void()> failed = {});
  Dialogue(Dialogue&&) noexcept = default;
  Dialogue& operator=(Dialogue&& other) noexcept;
  ~Dialogue() { cancel(); }

  /// Whether the steps have ended.
  bool over() const;

 private:
  struct State;
  struct Ending;

  static Steps begin(std::shared_ptr<State> state, Steps steps);
  void cancel();

  std::shared_ptr<State> state_;  ///< the coroutine's too
};

/// Awaits an operation of Asio, and throws operation_aborted if the dialogue was cancelled by then,
/// even if the operation was complete. What a dialogue refers to exists after each such step.
template <class T>
boost::asio::awaitable<T> step(boost::asio::awaitable<T> operation) {
  const auto check = [](const boost::asio::cancellation_state& state) {
    if (state.cancelled() == boost::asio::cancellation_type::none) return;
    throw boost::system::system_error(boost::asio::error::operation_aborted);
  };
  if constexpr (std::is_void_v<T>) {
    co_await std::move(operation);
    check(co_await boost::asio::this_coro::cancellation_state);
  } else {
    T result = co_await std::move(operation);
    check(co_await boost::asio::this_coro::cancellation_state);
    co_return result;
  }
}

/// Awaits the call of `done(value)` that `start(done)` leads to, later. The dialogue goes on within
/// that call. It ends where it is if all copies of `done` are destroyed without a call, or when it
/// is cancelled; a call after that has no effect.
template <class Value, class Start>
boost::asio::awaitable<Value> completion_of(Start start) {
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Value)>(
      [start = std::move(start)](auto handler) mutable {
        using Handler = decltype(handler);
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        const auto waiting = std::make_shared<std::unique_ptr<Handler>>(
            std::make_unique<Handler>(std::move(handler)));
        if (slot.is_connected()) {
          slot.assign([held = std::weak_ptr(waiting)](boost::asio::cancellation_type) {
            if (const auto left = held.lock()) left->reset();
          });
        }
        start([waiting](Value value) {
          if (const auto next = std::move(*waiting)) (*next)(std::move(value));
        });
      },
      boost::asio::use_awaitable);
}

}  // namespace pinbridge

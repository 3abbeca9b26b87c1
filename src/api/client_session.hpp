#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <msgpack.hpp>

#include "api/client_methods.hpp"
#include "api/hub.hpp"
#include "api/message_framer.hpp"
#include "api/method.hpp"
#include "api/outbox.hpp"
#include "api/page_methods.hpp"
#include "api/part_methods.hpp"
#include "api/protocol.hpp"
#include "api/subscriber.hpp"
#include "api/watch_set.hpp"

namespace pinbridge::api {

/// One client of a bench, on any transport: receives its bytes, and sends responses and
/// notifications. Speaks docs/reference/client-protocol.md: cuts bytes into messages, and answers
/// requests by ClientMethods, PartMethods and PageMethods.
class ClientSession : public Subscriber {
 public:
  /// Maximum length of a message in bytes.
  static constexpr std::size_t kLongestMessage = MessageFramer::kLongestMessage;

  /// There is news, which catch_up() puts into the outbox: it is to be sent soon, or at once if the
  /// client has `awaited` it.
  using OnNews = std::function<void(bool awaited)>;

  /// `hub` and `outbox` outlive the session.
  ClientSession(Hub& hub, Outbox& outbox, OnNews on_news);
  ~ClientSession() override;

  /// Accepts bytes as they arrive, whether they are whole messages or not. Bytes that are not
  /// MessagePack end the session: the client receives an error and its outbox ends.
  void receive(std::string_view bytes);
  /// The same, until `enough` returns true after a message or a piece of a large request: the rest
  /// remains in `bytes`, which the caller keeps and passes first the next time. It counts towards
  /// the memory of the client.
  void receive(std::string_view& bytes, const Enough& enough);
  /// Whether a large request is being answered: receive() goes on with it, also without bytes.
  /// Later requests wait.
  bool busy() const { return request_ != nullptr; }

  /// The client waits for what its requests bring about: see Hub.
  void await_news() { hub_.await_news(*this); }

  /// The last message to a client that lags.
  static std::string farewell();

  WatchSet& watches() override { return watches_; }
  News::Number news_read() const override { return news_read_; }
  void catch_up() override;
  void wake(bool awaited) override { on_news_(awaited); }
  void rewired() override { part_methods_.rewired(); }
  void send(std::string_view message) override;
  Outbox::Place reserve() override {
    catch_up();
    return outbox_.reserve();
  }
  void fill(Outbox::Place place, std::string_view message) override {
    outbox_.fill(place, message);
  }
  /// True also for the rest of a turn in which nothing had waited: a view's frame and a capture's
  /// go together, and neither starves the other. And at the end, when no other frame comes.
  bool ready() const override;

 private:
  /// A request that is being answered.
  struct Request {
    Request(std::uint64_t request_id, Answer request_answer)
        : id(request_id), answer(std::move(request_answer)) {}

    std::uint64_t id;
    Answer answer;
    bool prepared = false;
    std::optional<Outbox::Place> place;  ///< once it takes more than a turn to pack
    msgpack::sbuffer response;
    std::size_t result_at = 0;  ///< where the result begins in it
  };

  void put(std::string_view messages);
  void handle(const msgpack::object& message);
  void handle_request(const Parameters& request);
  bool go_on(const Enough& enough);
  bool prepare(const Enough& enough);
  void refuse(std::uint64_t id, const Error& error);
  std::size_t held() const;
  Result<Answer> call(std::string_view name, const Parameters& parameters);
  Result<Answer> call(MethodName method, const Parameters& parameters);
  void drive(const msgpack::object& setting);
  void fail(const Error& error);

  Hub& hub_;
  Commands& commands_;
  Outbox& outbox_;
  OnNews on_news_;
  News::Number news_read_;
  MessageFramer framer_;
  WatchSet watches_;
  ClientMethods methods_;
  PartMethods part_methods_;
  PageMethods page_methods_;
  std::unique_ptr<Request> request_;
  Time idle_at_ = Time::min();  ///< when a message was last put into an empty outbox
};

}  // namespace pinbridge::api

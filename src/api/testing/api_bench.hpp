#pragma once

#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "api/client_session.hpp"
#include "api/hub.hpp"

namespace pinbridge::testing {

/// Two pins, a and b, joined while pressed; a is pulled up.
class Button : public Part {
 public:
  Layout layout() const override {
    return {.pins = {"a", "b"}, .contacts = {{PinIndex{0}, PinIndex{1}}}};
  }
  std::vector<ControlState> controls() const override { return {{"pressed", pressed_ ? 1 : 0}}; }
  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != "pressed") return Part::control(name, value);
    pressed_ = value == ControlValue(1);
    host().set_contact(0, pressed_);
    host().state_changed();
    return {};
  }

 protected:
  void placed() override {
    host().drive(PinIndex{0}, pull(true));
    host().drive(PinIndex{1}, strong(false));
  }

 private:
  bool pressed_ = false;
};

/// A client of the hub, by bytes; what it gets is read as text.
class Client {
 public:
  explicit Client(api::Hub& hub)
      : outbox_(
            hub.memory(), [] {}, api::ClientSession::farewell()),
        session_(hub, outbox_, [](bool) {}) {}

  void send_bytes(std::string_view bytes) { session_.receive(bytes); }
  template <class... Parameters>
  void call(const std::string& method, const Parameters&... parameters) {
    send_bytes(request(method, parameters...));
  }
  /// The same in a turn that has time for one piece of work. True if there is more to do.
  template <class... Parameters>
  bool begin(const std::string& method, const Parameters&... parameters) {
    return go_on(request(method, parameters...));
  }
  bool go_on(std::string_view bytes = {}) {
    session_.receive(bytes, [] { return true; });
    EXPECT_TRUE(bytes.empty()) << "a request that waits for another is not sent with this";
    return session_.busy();
  }
  /// All messages since the last call.
  std::vector<std::string> got() {
    std::vector<std::string> messages;
    session_.catch_up();
    const std::string bytes(outbox_.begin_send());
    outbox_.sent();
    for (std::size_t offset = 0; offset < bytes.size();) {
      std::ostringstream text;
      text << msgpack::unpack(bytes.data(), bytes.size(), offset).get();
      messages.push_back(text.str());
    }
    return messages;
  }
  const api::Outbox& outbox() const { return outbox_; }
  api::ClientSession& session() { return session_; }

  template <class... Parameters>
  static std::string request(const std::string& method, const Parameters&... parameters) {
    msgpack::sbuffer buffer;
    msgpack::packer packer(buffer);
    packer.pack_array(4);
    packer.pack(0);
    packer.pack(7);
    packer.pack(method);
    packer.pack_array(sizeof...(parameters));
    (packer.pack(parameters), ...);
    return {buffer.data(), buffer.size()};
  }

 private:
  api::Outbox outbox_;
  api::ClientSession session_;
};

/// A bench of two buttons, b1 and b2, with its hub and a client. Virtual time begins at 5 ns.
class ApiBenchTest : public ::testing::Test {
 protected:
  ApiBenchTest() {
    std::vector<PartInstance> parts;
    parts.push_back({"b1", "button", std::make_unique<Button>()});
    parts.push_back({"b2", "button", std::make_unique<Button>()});
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, 1);
    bench_->begin_turn(Time(Duration(5)));
    commands_ = std::make_unique<api::Commands>(*bench_, "panel", board());
    hub_ = std::make_unique<api::Hub>(*commands_, [this] { ++news_; });
    client_ = std::make_unique<Client>(*hub_);
  }
  static board::Board board() {
    board::Board board;
    for (const char* id : {"b1", "b2"}) {
      board.parts.push_back(
          {.id = {id, {}}, .type = {"button", {}}, .left = 10.5, .top = -20, .placed = true});
    }
    board.connections.push_back({{"b1:a", {}}, {"b2:a", {}}, "green", {"v10", "*"}});
    return board;
  }

  Client& client() { return *client_; }
  /// Replaces the board by one of `count` buttons, b1 and so on, each with two pins.
  void rewire(std::uint32_t count) {
    std::vector<PartInstance> parts;
    board::Board board;
    for (std::uint32_t i = 1; i <= count; ++i) {
      const std::string id = "b" + std::to_string(i);
      parts.push_back({id, "button", std::make_unique<Button>()});
      board.parts.push_back({.id = {id, {}}, .type = {"button", {}}});
    }
    commands_->set_board(std::move(board));
    bench_->rewire(std::move(parts), {});
  }
  void advance(Duration by) { bench_->begin_turn(bench_->now() + by); }

  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
  std::unique_ptr<api::Commands> commands_;
  int news_ = 0;  ///< how often the hub has called for pass_on_news()
  std::unique_ptr<api::Hub> hub_;
  std::unique_ptr<Client> client_;
};

}  // namespace pinbridge::testing

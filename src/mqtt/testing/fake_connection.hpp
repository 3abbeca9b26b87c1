#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mqtt/connection.hpp"

namespace pinbridge::testing {

/// A broker that does what the test says. Keeps what was published and not yet acknowledged.
class FakeConnection : public mqtt::Connection {
 public:
  struct Published {
    std::uint32_t id;
    mqtt::Message message;
  };

  void connect() override { ++attempts; }
  void publish(std::uint32_t id, mqtt::Message message) override {
    published.push_back({id, std::move(message)});
  }
  void subscribe(const std::vector<std::string>& filters, mqtt::Retained retained) override {
    auto& list = retained == mqtt::Retained::sent ? subscriptions_to_retained : subscriptions;
    list.insert(list.end(), filters.begin(), filters.end());
  }
  void disconnect() override { ++disconnects; }

  int attempts = 0;
  int disconnects = 0;
  std::vector<Published> published;
  std::vector<std::string> subscriptions;
  std::vector<std::string> subscriptions_to_retained;
};

}  // namespace pinbridge::testing

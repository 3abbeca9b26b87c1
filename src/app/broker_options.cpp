#include "app/broker_options.hpp"

#include <random>
#include <utility>

#include <fmt/format.h>

namespace pinbridge::app {

mqtt::BrokerLogin login_of(const BrokerOptions& options, std::string client_id) {
  return {.address = options.address,
          .password = options.password,
          .ca_file = options.ca_file,
          .certificate = options.certificate,
          .key = options.key,
          .client_id = std::move(client_id),
          .last_will = {}};
}

std::string random_text() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace pinbridge::app

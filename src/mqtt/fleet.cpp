#include "mqtt/fleet.hpp"

#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "mqtt/json_fields.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;

/// Only these become links.
bool is_web_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

std::optional<FleetBench> parse_bench(std::string_view payload) {
  const auto object = parse_object(payload);
  if (!object) return std::nullopt;
  const json::value* control = object->if_contains("control");
  const std::string_view page = text_at(*object, "page");
  return FleetBench{.online = text_at(*object, "state") == "online",
                    .control = control != nullptr && control->is_bool() && control->get_bool(),
                    .board = std::string(text_at(*object, "board")),
                    .version = std::string(text_at(*object, "version")),
                    .page = is_web_address(page) ? std::string(page) : "",
                    .utc = std::string(text_at(*object, "utc"))};
}

}  // namespace

// Topics of a bench of ours, which the fleet is not: only what all benches share is used.
Fleet::Fleet(Connection& connection, const std::string& prefix, Hooks hooks)
    : connection_(connection),
      topics_(prefix, "fleet"),
      filter_(prefix + "/+/status"),
      hooks_(std::move(hooks)) {}

void Fleet::opened() {
  connected_ = true;
  for (const auto& [name, bench] : benches_) unseen_.insert(name);
  connection_.subscribe({filter_}, Retained::sent);
  hooks_.opened();
}

void Fleet::closed(const Closed& closed) {
  connected_ = false;
  hooks_.closed(closed.reason);
}

void Fleet::forget_unseen() {
  for (const std::string& name : std::exchange(unseen_, {})) {
    benches_.erase(name);
    hooks_.changed(name);
  }
}

void Fleet::received(const Message& message) {
  const auto name = topics_.parse_status(message.topic);
  if (!name) return;
  unseen_.erase(*name);
  // Without a payload, a retained status was removed.
  auto bench = message.payload.empty() ? std::nullopt : parse_bench(message.payload);
  if (!bench) {
    if (benches_.erase(*name) > 0) hooks_.changed(*name);
    return;
  }
  if (!benches_.contains(*name) && benches_.size() >= kMostBenches) {
    ++left_out_;
    return;
  }
  benches_[*name] = std::move(*bench);
  hooks_.changed(*name);
}

void Fleet::not_subscribed(const std::string& /*filter*/, const std::string& reason) {
  hooks_.closed("the broker refused the subscription to " + filter_ + ": " + reason);
}

}  // namespace pinbridge::mqtt

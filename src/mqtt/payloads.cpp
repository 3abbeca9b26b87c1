#include "mqtt/payloads.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>

#include "api/json_value.hpp"
#include "base/period.hpp"
#include "base/printable.hpp"
#include "base/version.hpp"
#include "mqtt/json_fields.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;

std::int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

/// Without its size: it may have been cut on its way here.
Error too_large() {
  return make_error(ErrorCode::limit, "the payload is too long; a command has up to {} bytes",
                    kLargestCommand);
}

/// The payload as JSON; a string of JSON if it is something else. The value of `key` if it is an
/// object.
Result<json::value> parse_value(std::string_view payload, std::string_view key) {
  if (payload.size() > kLargestCommand) return too_large();
  boost::system::error_code error;
  json::value value = json::parse(text_of(payload), error);
  if (error) return json::value(text_of(payload));
  const json::object* object = value.if_object();
  if (object == nullptr) return value;
  if (const json::value* found = object->if_contains(text_of(key))) return *found;
  return make_error(ErrorCode::invalid, "the payload \"{}\" has no key \"{}\"",
                    shortened(printable(payload)), key);
}

}  // namespace

std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto rest = std::chrono::floor<std::chrono::microseconds>(time - seconds);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", seconds, rest.count());
}

std::string pin_payload(PinState state, std::uint64_t edges, const Moment& changed) {
  return json::serialize(json::object{{"state", text_of(to_string(state.level))},
                                      {"direction", text_of(to_string(state.direction))},
                                      {"edges", edges},
                                      {"time", number_of(changed.time)},
                                      {"utc", utc_text(changed.utc)}});
}

std::string part_payload(const Bench& bench, PartId part, const Moment& now) {
  const auto value = api::as_json([&](api::Packer& packer) {
    packer.pack_map(4);
    api::pack_controls_and_shows(packer, bench.part(part));
    api::pack_time(packer, now.time);
    api::pack_field(packer, "utc", utc_text(now.utc));
  });
  return json::serialize(value);
}

std::string online_payload(const BenchStatus& status, const Moment& now) {
  json::array edges;
  edges.reserve(status.edges.size());
  for (const std::string& pin : status.edges) edges.emplace_back(pin);
  json::object object{{"state", "online"},           {"board", status.board},
                      {"run", status.run},           {"version", text_of(kVersion)},
                      {"control", status.control},   {"edges", std::move(edges)},
                      {"time", number_of(now.time)}, {"utc", utc_text(now.utc)}};
  if (!status.page.empty()) object["page"] = status.page;
  return json::serialize(object);
}

std::string offline_payload(const std::string& run) {
  return json::serialize(json::object{{"state", "offline"}, {"run", run}});
}

std::string edges_payload(const std::string& run, const EdgeBatch& batch,
                          std::chrono::system_clock::time_point utc_of_first) {
  json::array edges;
  edges.reserve(batch.edges.size());
  for (const Edge& edge : batch.edges) {
    edges.push_back(json::object{{"pin", *edge.pin},
                                 {"state", text_of(to_string(edge.level))},
                                 {"time", number_of(edge.time)}});
  }
  json::object object{{"run", run}, {"first", batch.first}};
  if (batch.missed > 0) object["missed"] = batch.missed;
  object["utc"] = utc_text(utc_of_first);
  object["edges"] = std::move(edges);
  return json::serialize(object);
}

std::string error_payload(std::string_view topic, const Error& error, std::uint64_t suppressed) {
  json::object object{{"topic", shortened(printable(topic))},
                      {"code", static_cast<int>(error.code)},
                      {"message", shortened(printable(error.message))}};
  if (suppressed > 0) object["suppressed"] = suppressed;
  return json::serialize(object);
}

Result<Drive> parse_set(std::string_view payload) {
  const auto value = parse_value(payload, "state");
  if (!value) return value.error();
  if (value->is_string()) return api::parse_hand_drive(std::string_view(value->get_string()));
  return api::parse_hand_drive(json::serialize(*value));  // 0 and 1
}

Result<ControlValue> parse_control(std::string_view payload) {
  const auto value = parse_value(payload, "value");
  if (!value) return value.error();
  if (value->is_string()) return ControlValue(std::string(value->get_string()));
  if (value->is_bool()) return ControlValue(static_cast<std::int64_t>(value->get_bool()));
  if (value->is_int64()) return ControlValue(value->get_int64());
  if (value->is_double()) return ControlValue(fmt::format("{}", value->get_double()));
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not the value of a control; write a number, true, false or text",
                    shortened(printable(payload)));
}

Result<Duration> parse_press(std::string_view payload) {
  if (payload.empty() || payload == "PRESS") return api::Commands::kDefaultPress;
  if (payload.size() > kLargestCommand) return too_large();
  return parse_period(std::string(payload));
}

}  // namespace pinbridge::mqtt

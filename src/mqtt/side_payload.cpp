#include "mqtt/side_payload.hpp"

#include <array>
#include <optional>

#include "mqtt/json_fields.hpp"
#include "mqtt/payloads.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestRun = 100;

std::optional<Signal> parse_signal(const json::object& object) {
  const auto level = parse_level(text_at(object, "state"));
  if (!level) return std::nullopt;
  for (const Strength strength :
       {Strength::none, Strength::pull, Strength::strong, Strength::supply}) {
    if (to_string(strength) != text_at(object, "strength")) continue;
    if ((*level == Level::highz) != (strength == Strength::none)) return std::nullopt;
    return Signal{*level, strength};
  }
  return std::nullopt;
}

std::optional<SideDrive> parse_drive(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto signal = parse_signal(*object);
  const auto time = number_at(*object, "time");
  if (!signal || !time) return std::nullopt;
  return SideDrive{*signal, Time(Duration(*time))};
}

}  // namespace

std::string side_payload(const std::string& run, const SideBatch& batch,
                         std::chrono::system_clock::time_point utc_of_first) {
  json::array drives;
  drives.reserve(batch.drives.size());
  for (const SideDrive& drive : batch.drives) {
    drives.push_back(json::object{{"state", text_of(to_string(drive.signal.level))},
                                  {"strength", text_of(to_string(drive.signal.strength))},
                                  {"time", drive.time.time_since_epoch().count()}});
  }
  return json::serialize(json::object{{"run", run},
                                      {"first", batch.first},
                                      {"utc", utc_text(utc_of_first)},
                                      {"drives", std::move(drives)}});
}

Result<SideMessage> parse_side(std::string_view payload) {
  if (payload.size() >= kLargestReceived) {
    return make_error(ErrorCode::limit, "it has {} bytes or more", kLargestReceived);
  }
  const auto object = parse_object(payload);
  if (!object) return object.error();
  SideMessage message{std::string(text_at(*object, "run")), {}};
  if (message.run.empty() || message.run.size() > kLongestRun) {
    return make_error(ErrorCode::invalid, "it has no \"run\" of 1 to {} bytes", kLongestRun);
  }
  const auto first = number_at(*object, "first");
  if (!first || *first < 1) return make_error(ErrorCode::invalid, "it has no \"first\" from 1 on");
  message.batch.first = static_cast<std::uint64_t>(*first);
  const json::value* drives = object->if_contains("drives");
  if (drives == nullptr || !drives->is_array() || drives->get_array().empty()) {
    return make_error(ErrorCode::invalid, "it has no \"drives\"");
  }
  for (const json::value& value : drives->get_array()) {
    const auto drive = parse_drive(value);
    if (!drive) {
      return make_error(ErrorCode::invalid,
                        "a drive is {{\"state\": …, \"strength\": …, \"time\": …}}, for example "
                        "\"high\" and \"strong\"");
    }
    message.batch.drives.push_back(*drive);
  }
  return message;
}

Result<OtherStatus> parse_status(std::string_view payload) {
  const auto object = parse_object(payload);
  if (!object) return object.error();
  return OtherStatus{text_at(*object, "state") == "online",
                     std::string(text_at(*object, "run").substr(0, kLongestRun))};
}

}  // namespace pinbridge::mqtt

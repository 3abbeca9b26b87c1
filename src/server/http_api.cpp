#include "server/http_api.hpp"

#include <boost/json.hpp>

#include "api/json_value.hpp"
#include "api/pin_answers.hpp"
#include "api/view_message.hpp"
#include "base/number.hpp"
#include "base/period.hpp"
#include "server/web_files.hpp"

namespace pinbridge::server {

namespace http = boost::beast::http;
namespace json = boost::json;

namespace {

HttpResponse ok(const json::value& body) {
  return http_response(http::status::ok, "application/json", json::serialize(body));
}

HttpResponse not_found(const HttpTarget& target) {
  return http_error(
      make_error(ErrorCode::not_found, "there is no \"{}\"; see /api/openapi.json", target.path()));
}

HttpResponse wrong_method(std::string_view allowed) {
  HttpResponse response =
      http_error(http::status::method_not_allowed,
                 make_error(ErrorCode::unsupported, "this takes {} and nothing else", allowed));
  response.set(http::field::allow, allowed);
  return response;
}

bool is_get(const HttpRequest& request) {
  return request.method() == http::verb::get || request.method() == http::verb::head;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// A time in ns after the question mark.
Result<Time> time_in(const HttpTarget& target, std::string_view key, Time otherwise) {
  const auto text = target.query(key);
  if (!text) return otherwise;
  const auto number = parse_number<std::int64_t>(*text);
  if (!number || *number < 0) {
    return make_error(ErrorCode::invalid, "{} is a time in ns, not \"{}\"", key, *text);
  }
  return Time(Duration(*number));
}

}  // namespace

bool HttpApi::serves(std::string_view path) {
  return path == "/healthz" || path == "/api" || path.starts_with("/api/");
}

HttpApi::HttpApi(api::Hub& hub) : hub_(hub), commands_(hub.commands()) {
  commands_.bench().changes().add(*this);
}

HttpApi::~HttpApi() {
  commands_.bench().changes().remove(*this);
}

HttpReply HttpApi::answer(const HttpRequest& request, const HttpTarget& target) {
  if (target.path() == "/healthz") {
    if (!is_get(request)) return wrong_method("GET");
    return ok({{"status", "ok"}});
  }
  const auto& path = target.segments();  // "api", "pins", "vm:24"
  const std::string_view kind = path.size() < 2 ? std::string_view() : std::string_view(path[1]);
  if (kind == "pins" && path.size() <= 3) return pins(request, target);
  if (kind == "parts" && path.size() == 4) return parts(request, target);
  if (kind == "board" && path.size() == 2) return board(request);
  if (kind == "captures" && path.size() == 3) return capture(request, target);
  if (kind == "openapi.json" && path.size() == 2) {
    if (!is_get(request)) return wrong_method("GET");
    return http_response(http::status::ok, "application/json", std::string(openapi_document()));
  }
  return not_found(target);
}

HttpReply HttpApi::pins(const HttpRequest& request, const HttpTarget& target) {
  if (target.segments().size() == 2) {
    if (!is_get(request)) return wrong_method("GET");
    return std::make_unique<JsonAnswer>(
        api::Answer(api::pin_states(commands_.bench(), commands_.all_pins())));
  }
  const std::string& name = target.segments()[2];
  if (is_get(request)) {
    const auto pin = commands_.pin(name);
    if (!pin) return http_error(pin.error());
    return pin_state(*pin);
  }
  if (request.method() != http::verb::put) return wrong_method("GET, PUT");
  const auto drive = api::parse_hand_drive(trimmed(request.body()));
  if (!drive) return http_error(drive.error());
  const auto done = commands_.set({{name, *drive}});
  if (!done) return http_error(done.error());
  return pin_state(done->front());
}

HttpResponse HttpApi::pin_state(PinId pin) const {
  const Bench& bench = commands_.bench();
  const PinState state = bench.state(pin);
  json::value value = nullptr;
  if (is_definite(state.level)) value = state.level == Level::high ? 1 : 0;
  json::object body{{"pin", bench.pins().name(pin)},
                    {"direction", to_string(state.direction)},
                    {"state", to_string(state.level)},
                    {"value", value}};
  if (const auto by = commands_.overruled_by(pin)) body["overruled_by"] = bench.pins().name(*by);
  return ok(body);
}

/// POST /api/parts/{part}/{control}: the body is the value; with ?for=100ms it goes back to 0 then.
HttpReply HttpApi::parts(const HttpRequest& request, const HttpTarget& target) {
  if (request.method() != http::verb::post) return wrong_method("POST");
  const std::string& id = target.segments()[2];
  const std::string& control = target.segments()[3];
  const auto part = [&]() -> Result<PartId> {
    if (const auto hold = target.query("for")) {
      const auto period = parse_duration(*hold);
      if (!period) return period.error();
      return commands_.press(id + ":" + control, *period);
    }
    const std::string_view text = trimmed(request.body());
    if (text.empty()) {
      return make_error(ErrorCode::invalid, "the body is the value of the control, such as 1");
    }
    const auto number = parse_number<std::int64_t>(text);
    return commands_.control(id, control,
                             number ? ControlValue(*number) : ControlValue(std::string(text)));
  }();
  if (!part) return http_error(part.error());
  const Bench& bench = commands_.bench();
  return ok(api::as_json(
      [&](api::Packer& packer) { api::pack_part_state(packer, bench, *part, bench.now()); }));
}

HttpReply HttpApi::board(const HttpRequest& request) {
  if (!is_get(request)) return wrong_method("GET");
  if (board_) return http_response(http::status::ok, "application/json", *board_);
  auto answer =
      api::Answer::of_board(commands_.bench(), [this] { return api::diagram_pieces(commands_); });
  return std::make_unique<JsonAnswer>(std::move(answer),
                                      [this, changes = board_changes_](const std::string& text) {
                                        if (changes == board_changes_) board_ = text;
                                      });
}

/// "{id}.vcd"
HttpReply HttpApi::capture(const HttpRequest& request, const HttpTarget& target) {
  if (!is_get(request)) return wrong_method("GET");
  const std::string& name = target.segments()[2];
  constexpr std::string_view kEnding = ".vcd";
  if (!name.ends_with(kEnding)) return not_found(target);
  const auto id =
      parse_number<std::int64_t>(std::string_view(name).substr(0, name.size() - kEnding.size()));
  const api::Capture* found = id && *id > 0 && *id <= UINT32_MAX
                                  ? hub_.find_capture(static_cast<std::uint32_t>(*id))
                                  : nullptr;
  if (!found) {
    return http_error(
        make_error(ErrorCode::not_found,
                   "there is no capture {}: a capture ends with the page that started it", name));
  }
  const auto from = time_in(target, "from", Time::min());
  if (!from) return http_error(from.error());
  const auto until = time_in(target, "to", Time::max());
  if (!until) return http_error(until.error());
  return WaveformRequest{found, *from, *until};
}

}  // namespace pinbridge::server

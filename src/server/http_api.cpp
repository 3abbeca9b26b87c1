#include "server/http_api.hpp"

#include <charconv>

#include <boost/json.hpp>
#include <boost/url.hpp>

#include "api/view_message.hpp"
#include "base/period.hpp"
#include "server/json_message.hpp"

namespace pinbridge {

namespace http = boost::beast::http;
namespace json = boost::json;

namespace {

HttpResponse ok(const json::value& body) {
  return http_response(http::status::ok, "application/json", json::serialize(body));
}

HttpResponse not_found(const HttpRequest& request) {
  return http_error(make_error(ErrorCode::not_found,
                               "there is no \"{}\"; /api/openapi.json lists what there is",
                               path_of(request)));
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

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The parts of the path behind "/api/", decoded; empty where it is none.
std::vector<std::string> names_in(const HttpRequest& request) {
  std::vector<std::string> names;
  const auto url = boost::urls::parse_origin_form(request.target());
  if (!url) return names;
  for (const auto& segment : url->segments()) names.emplace_back(segment);
  if (!names.empty()) names.erase(names.begin());
  return names;
}

/// A time in ns behind the question mark.
Result<Time> time_in(const HttpRequest& request, std::string_view key, Time otherwise) {
  const auto text = query_value(request, key);
  if (!text) return otherwise;
  const auto number = parse_number(*text);
  if (!number || *number < 0) {
    return make_error(ErrorCode::invalid, "{} is a time in ns, not \"{}\"", key, *text);
  }
  return Time(Duration(*number));
}

}  // namespace

bool HttpApi::serves(std::string_view path) {
  return path == "/healthz" || path == "/api" || path.starts_with("/api/");
}

HttpReply HttpApi::answer(const HttpRequest& request) {
  if (path_of(request) == "/healthz") {
    if (!is_get(request)) return wrong_method("GET");
    return ok({{"status", "ok"}});
  }
  const Names path = names_in(request);
  const std::string_view kind = path.empty() ? std::string_view() : std::string_view(path[0]);
  if (kind == "pins" && path.size() <= 2) return pins(request, path);
  if (kind == "parts" && path.size() == 3) return parts(request, path);
  if (kind == "board" && path.size() == 1) return board(request);
  if (kind == "captures" && path.size() == 2) return capture(request, path[1]);
  if (kind == "openapi.json" && path.size() == 1) {
    if (!is_get(request)) return wrong_method("GET");
    return http_response(http::status::ok, "application/json", std::string(openapi_document()));
  }
  return not_found(request);
}

HttpReply HttpApi::pins(const HttpRequest& request, const Names& path) {
  if (path.size() == 1) {
    if (!is_get(request)) return wrong_method("GET");
    const auto all = commands_.pins({});
    return ok(as_json([&](Packer& packer) { pack_pin_states(packer, commands_.bench(), *all); }));
  }
  if (is_get(request)) {
    const auto pin = commands_.pin(path[1]);
    if (!pin) return http_error(pin.error());
    return pin_state(*pin);
  }
  if (request.method() != http::verb::put) return wrong_method("GET, PUT");
  const auto drive = parse_hand_drive(trimmed(request.body()));
  if (!drive) return http_error(drive.error());
  const auto done = commands_.set({{path[1], *drive}});
  if (!done) return http_error(done.error());
  return pin_state(done->front());
}

HttpResponse HttpApi::pin_state(PinId pin) const {
  const Bench& bench = commands_.bench();
  const PinState state = bench.state(pin);
  json::value value = nullptr;
  if (is_definite(state.level)) value = state.level == Level::high ? 1 : 0;
  return ok({{"pin", bench.pin_name(pin)},
             {"direction", to_string(state.direction)},
             {"state", to_string(state.level)},
             {"value", value}});
}

/// POST /api/parts/{part}/{control}: the body is the value; with ?for=100ms it goes back to 0 then.
HttpReply HttpApi::parts(const HttpRequest& request, const Names& path) {
  if (request.method() != http::verb::post) return wrong_method("POST");
  const auto part = [&]() -> Result<PartId> {
    if (const auto hold = query_value(request, "for")) {
      const auto period = parse_period(*hold);
      if (!period) return period.error();
      return commands_.press(path[1] + ":" + path[2], *period);
    }
    const std::string_view text = trimmed(request.body());
    if (text.empty()) {
      return make_error(ErrorCode::invalid, "the body is the value of the control, such as 1");
    }
    const auto number = parse_number(text);
    return commands_.control(path[1], path[2],
                             number ? ControlValue(*number) : ControlValue(std::string(text)));
  }();
  if (!part) return http_error(part.error());
  const Bench& bench = commands_.bench();
  return ok(as_json([&](Packer& packer) { pack_part_state(packer, bench, *part, bench.now()); }));
}

HttpReply HttpApi::board(const HttpRequest& request) {
  if (!is_get(request)) return wrong_method("GET");
  return ok(as_json([&](Packer& packer) { pack_diagram(packer, commands_); }));
}

/// "{id}.vcd"
HttpReply HttpApi::capture(const HttpRequest& request, const std::string& name) {
  if (!is_get(request)) return wrong_method("GET");
  constexpr std::string_view kEnding = ".vcd";
  if (!name.ends_with(kEnding)) return not_found(request);
  const auto id = parse_number(std::string_view(name).substr(0, name.size() - kEnding.size()));
  const Capture* found = id && *id > 0 && *id <= UINT32_MAX
                             ? hub_.find_capture(static_cast<std::uint32_t>(*id))
                             : nullptr;
  if (!found) {
    return http_error(make_error(
        ErrorCode::not_found, "there is no capture {}: it ends with the page that began it", name));
  }
  const auto from = time_in(request, "from", Time::min());
  if (!from) return http_error(from.error());
  const auto until = time_in(request, "to", Time::max());
  if (!until) return http_error(until.error());
  return found->excerpt(*from, *until);
}

}  // namespace pinbridge

#include "server/http_message.hpp"

#include <boost/json.hpp>

#include "base/printable.hpp"
#include "base/version.hpp"

namespace pinbridge::server {

namespace http = boost::beast::http;

namespace {

http::status status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
      return http::status::bad_request;
    case ErrorCode::not_found:
      return http::status::not_found;
    case ErrorCode::unsupported:
      return http::status::unprocessable_entity;
    case ErrorCode::busy:
      return http::status::conflict;
    case ErrorCode::limit:
      return http::status::payload_too_large;
    case ErrorCode::system:
      break;
  }
  return http::status::internal_server_error;
}

}  // namespace

void set_security_headers(http::fields& fields) {
  // Styles inline: the elements of Wokwi and Lit bring theirs so. Scripts never.
  fields.set("Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
             "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
             "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("X-Frame-Options", "DENY");
  fields.set("Referrer-Policy", "no-referrer");
  fields.set("Cross-Origin-Opener-Policy", "same-origin");
  fields.set("Cross-Origin-Embedder-Policy", "require-corp");
  fields.set("Cross-Origin-Resource-Policy", "same-origin");
  fields.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
}

HttpResponse http_response(http::status status, std::string_view type, std::string body) {
  HttpResponse response(status, 11);
  response.set(http::field::server, "pinbridge");
  response.set(http::field::content_type, type);
  response.set(http::field::cache_control, "no-store");
  set_security_headers(response);
  response.body() = std::move(body);
  return response;
}

HttpResponse http_error(http::status status, const Error& error) {
  const boost::json::object body{{"code", static_cast<int>(error.code)},
                                 {"message", printable(shortened(error.message))}};
  return http_response(status, "application/json", boost::json::serialize(body));
}

HttpResponse http_error(const Error& error) {
  return http_error(status_of(error.code), error);
}

}  // namespace pinbridge::server

#pragma once

#include <string>
#include <string_view>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/result.hpp"

namespace pinbridge {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// A response with what belongs into every one.
HttpResponse http_response(boost::beast::http::status status, std::string_view type,
                           std::string body);

/// {code, message} as JSON, with the status that the code stands for.
HttpResponse http_error(const Error& error);
HttpResponse http_error(boost::beast::http::status status, const Error& error);

/// What keeps strangers' pages from using ours, and ours from anything but its own server.
void set_security_headers(boost::beast::http::fields& fields);

/// "/api/pins/vm:24" of "/api/pins/vm:24?x=1".
std::string_view path_of(const HttpRequest& request);

/// The value of a key behind the question mark, decoded; nullopt where there is none.
std::optional<std::string> query_value(const HttpRequest& request, std::string_view key);

}  // namespace pinbridge

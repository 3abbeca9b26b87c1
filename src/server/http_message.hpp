#pragma once

#include <string>
#include <string_view>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/result.hpp"

namespace pinbridge::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// A response with the common header fields.
HttpResponse http_response(boost::beast::http::status status, std::string_view type,
                           std::string body);

/// {code, message} as JSON, with the status that corresponds to the code.
HttpResponse http_error(const Error& error);
HttpResponse http_error(boost::beast::http::status status, const Error& error);

/// Prevents other sites' pages from using ours, and ours from using any other server.
void set_security_headers(boost::beast::http::fields& fields);

}  // namespace pinbridge::server

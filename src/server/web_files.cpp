#include "server/web_files.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace pinbridge::server {

namespace http = boost::beast::http;

namespace {

std::string_view type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".webmanifest", "application/manifest+json"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

const WebFile* find(std::span<const WebFile> files, std::string_view path) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const WebFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

/// Whether an `Accept-Encoding` field lists gzip; "gzip;q=0" is a refusal.
bool accepts_gzip(const HttpRequest& request) {
  for (const auto& [coding, parameters] : http::ext_list(request[http::field::accept_encoding])) {
    if (!boost::beast::iequals(coding, "gzip")) continue;
    for (const auto& [name, value] : parameters) {
      if (name == "q" && (value == "0" || value == "0.0" || value == "0.00" || value == "0.000")) {
        return false;
      }
    }
    return true;
  }
  return false;
}

/// FNV-1a over the bytes: different for each build of a file.
std::string tag_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return fmt::format("\"{:016x}\"", hash);
}

}  // namespace

HttpResponse serve_web_file(std::span<const WebFile> files, const HttpRequest& request,
                            std::string_view path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  if (path.empty()) path = "index.html";
  const WebFile* file = find(files, path);
  if (!file) {
    return http_error(
        make_error(ErrorCode::not_found, "there is no page \"/{}\"; the board is at /", path));
  }
  const WebFile* packed = find(files, std::string(path) + ".gz");
  const bool pack = packed && accepts_gzip(request);
  const std::string_view bytes = pack ? packed->bytes : file->bytes;
  const std::string tag = tag_of(bytes);
  const bool has_it = view(request[http::field::if_none_match]) == tag;
  HttpResponse response = http_response(has_it ? http::status::not_modified : http::status::ok,
                                        type_of(path), has_it ? "" : std::string(bytes));
  response.set(http::field::etag, tag);
  if (packed) response.set(http::field::vary, "Accept-Encoding");
  if (pack) response.set(http::field::content_encoding, "gzip");
  // The names of assets contain a hash of their contents; other files are requested again.
  if (path.starts_with("assets/")) {
    response.set(http::field::cache_control, "private, max-age=31536000, immutable");
  } else {
    response.set(http::field::cache_control, "no-cache");
  }
  return response;
}

}  // namespace pinbridge::server

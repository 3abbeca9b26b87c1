#include "server/web_files.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pinbridge {

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

}  // namespace

HttpResponse serve_web_file(std::span<const WebFile> files, std::string_view path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  if (path.empty()) path = "index.html";
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const WebFile& file) { return file.path == path; });
  if (found == files.end()) {
    return http_error(
        make_error(ErrorCode::not_found, "there is no page \"/{}\"; the board is at /", path));
  }
  HttpResponse response = http_response(http::status::ok, type_of(path), std::string(found->bytes));
  // The names of assets have a hash of what is in them; the rest is asked for anew.
  if (path.starts_with("assets/")) {
    response.set(http::field::cache_control, "private, max-age=31536000, immutable");
  } else {
    response.set(http::field::cache_control, "no-cache");
  }
  return response;
}

}  // namespace pinbridge

#pragma once

#include <span>
#include <string_view>

#include "server/http_message.hpp"

namespace pinbridge {

/// A file of the page, as it was built: part of the program.
struct WebFile {
  std::string_view path;  ///< "index.html", "assets/page-1a2b.js"
  std::string_view bytes;
};

/// All files of the page; written by cmake/embed_page.cmake.
std::span<const WebFile> built_web_files();

/// The answer to a GET of `path` ("/" is index.html); 404 where there is no such file.
HttpResponse serve_web_file(std::span<const WebFile> files, std::string_view path);

}  // namespace pinbridge

#pragma once

#include <span>
#include <string_view>

#include "server/http_message.hpp"

namespace pinbridge::server {

/// A file of the built page, which is part of the program.
struct WebFile {
  std::string_view path;  ///< "index.html", "assets/page-1a2b.js"
  std::string_view bytes;
};

/// All files of the page; written by cmake/embed_page.cmake.
std::span<const WebFile> built_web_files();

/// docs/reference/openapi.json, which is part of the program too.
std::string_view openapi_document();

/// The answer to a GET of `path` ("/" is index.html); 404 if there is no such file. Where a file
/// "X.gz" exists next to X, clients that accept gzip receive it. An ETag spares a client what it
/// has.
HttpResponse serve_web_file(std::span<const WebFile> files, const HttpRequest& request,
                            std::string_view path);

}  // namespace pinbridge::server

#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "cli/interrupt.hpp"

namespace pinbridge::cli {

/// The browser that draws pictures: $PINBRIDGE_BROWSER, else Chromium or Chrome on the PATH. Empty
/// where there is none, or the variable is empty.
std::string find_browser();

/// Draws one part or a whole board as the page draws it, into a PNG file. `moment` is the JSON of a
/// Still or of a View (src/api/messages.schema.json). Waits for the browser, a minute at most, and
/// ends it if a signal comes. To be called on the main thread.
Result<void> draw_picture(const std::string& browser, const std::string& moment,
                          const std::filesystem::path& png, const Interrupt& interrupt);

// For tests.

/// "file:///tmp/a%20b/picture.html"
std::string picture_address(const std::filesystem::path& page);

/// The page's document with `moment` in it, as data; empty if the document has no head.
std::string document_with(std::string document, const std::string& moment);

/// The picture's size in px, "302,136", which the page left in its document; empty if it did not.
std::string picture_size(const std::string& document);

}  // namespace pinbridge::cli

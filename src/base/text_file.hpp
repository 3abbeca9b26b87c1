#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pinbridge {

inline constexpr std::size_t kLargestTextFile = 16U << 20U;  ///< bytes

/// The complete text of a regular file of up to `most` bytes. Other files, such as a FIFO, a device
/// or those of /proc, are not opened. May block for as long as the file system does. `what` names
/// it in the error: "board".
Result<std::string> read_text_file(const std::filesystem::path& file, std::string_view what,
                                   std::size_t most = kLargestTextFile);

/// Creates or replaces a file.
Result<void> write_text_file(const std::filesystem::path& file, std::string_view text);

}  // namespace pinbridge

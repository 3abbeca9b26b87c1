#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace pinbridge::cli {

/// A file that a command writes in several parts; "-" is standard output.
class OutputFile {
 public:
  explicit OutputFile(std::string path) : path_(std::move(path)) {}

  /// Replaces an existing file.
  Result<void> open();
  /// When this returns, readers of the file see the text.
  Result<void> write(std::string_view text);

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };

  Error cannot_write() const;

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace pinbridge::cli

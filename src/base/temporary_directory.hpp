#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace pinbridge {

/// A new directory for this user only, in $TMPDIR, else /tmp. It is removed at the end, with all
/// that is in it.
class TemporaryDirectory {
 public:
  static Result<TemporaryDirectory> make();
  TemporaryDirectory(TemporaryDirectory&& other) noexcept;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace pinbridge

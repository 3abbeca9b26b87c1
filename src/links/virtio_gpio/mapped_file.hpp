#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.hpp"

namespace pinbridge {

/// A part of a file that another process shares with us, mapped for reading and writing.
///
/// The other process may cut the file short at any time, and then an access here raises SIGBUS.
/// Its seals cannot be demanded (QEMU sets none), so the first MappedFile installs a handler for
/// that signal: it puts empty private memory in the place of the mapping that was hit and marks it
/// lost(). Whoever works with the mapping looks at lost() after its work and ends the connection;
/// up to there it reads zeros and writes to nobody. A SIGBUS elsewhere goes to whoever had it
/// before.
///
/// All mappings belong to one thread.
class MappedFile {
 public:
  /// Maps `size` bytes from `offset` on; the descriptor may be closed afterwards. Refuses what is
  /// no regular file (of memory or disk), is shorter, or consists of huge pages.
  static Result<MappedFile> map(int fd, std::uint64_t offset, std::uint64_t size);

  MappedFile(MappedFile&&) noexcept = default;
  MappedFile& operator=(MappedFile&&) noexcept = default;
  ~MappedFile() = default;

  std::byte* data() const;

  /// The file no longer holds what was mapped, and an access noticed.
  bool lost() const;

  struct Mapping;

 private:
  struct Unmap {
    void operator()(Mapping* mapping) const;
  };

  explicit MappedFile(Mapping* mapping) : mapping_(mapping) {}

  std::unique_ptr<Mapping, Unmap> mapping_;
};

}  // namespace pinbridge

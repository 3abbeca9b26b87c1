#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.hpp"

namespace pinbridge::vhost_user {

/// A part of a file that another process shares with us, mapped for reading and writing.
///
/// The other process may truncate the file at any time; an access then raises SIGBUS. Seals cannot
/// be required (QEMU sets none), so the first MappedFile installs a handler for that signal. It
/// replaces the mapping by empty private memory and marks it lost(). The user of the mapping checks
/// lost() after its work and ends the connection; until then it reads zeros and its writes are
/// discarded. A SIGBUS elsewhere goes to the previous handler.
///
/// All mappings belong to one thread.
class MappedFile {
 public:
  /// Maps `size` bytes from `offset` on; the descriptor may be closed afterwards. Refuses a file
  /// that is shorter, and any that is not memory (memfd, tmpfs, hugetlbfs): a file of FUSE or NFS
  /// answers an access when its server does, and until then the loop would wait.
  static Result<MappedFile> map(int fd, std::uint64_t offset, std::uint64_t size);

  MappedFile(MappedFile&&) noexcept = default;
  MappedFile& operator=(MappedFile&&) noexcept = default;
  ~MappedFile() = default;

  std::byte* data() const;

  /// The file no longer contains the mapped range, and an access failed.
  bool lost() const;

  struct Mapping;

 private:
  struct Unmap {
    void operator()(Mapping* mapping) const;
  };

  explicit MappedFile(Mapping* mapping) : mapping_(mapping) {}

  std::unique_ptr<Mapping, Unmap> mapping_;
};

}  // namespace pinbridge::vhost_user

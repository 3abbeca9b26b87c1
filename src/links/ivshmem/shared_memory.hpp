#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pinbridge::ivshmem {

/// Memory that another process may map, zero at first. Its size is sealed, so an access of ours
/// never fails, whatever that process does.
class SharedMemory {
 public:
  /// `size` is a multiple of four. Fails if the system has no memory or descriptors left.
  static Result<SharedMemory> create(std::size_t size);

  int fd() const { return fd_.get(); }
  std::span<std::uint32_t> words() const;

 private:
  struct Unmap {
    std::size_t size;
    void operator()(std::uint32_t* words) const;
  };

  SharedMemory(UniqueFd fd, std::unique_ptr<std::uint32_t, Unmap> words)
      : fd_(std::move(fd)), words_(std::move(words)) {}

  UniqueFd fd_;
  std::unique_ptr<std::uint32_t, Unmap> words_;
};

}  // namespace pinbridge::ivshmem

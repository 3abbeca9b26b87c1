#pragma once

#include <cstddef>
#include <cstdint>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "vhost_user/vhost_user_wire.hpp"

namespace pinbridge::testing {

/// A guest's memory as QEMU shares it: a memfd, mapped on our side too.
class SharedRam {
 public:
  static constexpr std::uint64_t kGuest = 0x4000'0000;
  static constexpr std::uint64_t kUser = 0x7f12'0000'0000;

  explicit SharedRam(std::size_t size) : size_(size), fd_(::memfd_create("test", MFD_CLOEXEC)) {
    EXPECT_EQ(::ftruncate(fd_.get(), static_cast<off_t>(size)), 0);
    void* there = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
    EXPECT_NE(there, MAP_FAILED);
    host_ = static_cast<std::byte*>(there);
  }
  SharedRam(const SharedRam&) = delete;
  SharedRam& operator=(const SharedRam&) = delete;
  ~SharedRam() { ::munmap(host_, size_); }

  int fd() const { return fd_.get(); }
  std::size_t size() const { return size_; }
  std::byte* host() const { return host_; }
  vhost_user::wire::MemoryRegion region() const { return {kGuest, size_, kUser, 0}; }

 private:
  std::size_t size_;
  UniqueFd fd_;
  std::byte* host_;
};

}  // namespace pinbridge::testing

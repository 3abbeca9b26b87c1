#include "links/ivshmem/shared_memory.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace pinbridge::ivshmem {

Result<SharedMemory> SharedMemory::create(std::size_t size) {
  const auto failed = [](const char* what) {
    return make_error(ErrorCode::system, "cannot {} shared memory: {}", what, std::strerror(errno));
  };
  UniqueFd fd(::memfd_create("pinbridge-ivshmem", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd || ::ftruncate(fd.get(), static_cast<off_t>(size)) != 0) return failed("create");
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return failed("seal");
  }
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  if (memory == MAP_FAILED) return failed("map");
  return SharedMemory(std::move(fd), std::unique_ptr<std::uint32_t, Unmap>(
                                         static_cast<std::uint32_t*>(memory), Unmap{size}));
}

std::span<std::uint32_t> SharedMemory::words() const {
  return {words_.get(), words_.get_deleter().size / sizeof(std::uint32_t)};
}

void SharedMemory::Unmap::operator()(std::uint32_t* words) const {
  ::munmap(words, size);
}

}  // namespace pinbridge::ivshmem

#include "vhost_user/mapped_file.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/closer.hpp"
#include "vhost_user/received_fd.hpp"

namespace pinbridge::vhost_user {

struct MappedFile::Mapping {
  std::byte* begin;  ///< at the start of a page
  std::size_t length;
  std::size_t data_offset;
  volatile std::sig_atomic_t lost = 0;
  Mapping* next = nullptr;
};

namespace {

// A fault comes from an access of this thread to a mapping, never from within these lines: so the
// handler finds the list whole.
MappedFile::Mapping* all_mappings = nullptr;
struct sigaction previous_action;

bool replace_by_empty_memory(MappedFile::Mapping& mapping) {
  const void* there = ::mmap(mapping.begin, mapping.length, PROT_READ | PROT_WRITE,
                             MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (there == MAP_FAILED) return false;
  mapping.lost = 1;
  return true;
}

void on_sigbus(int, siginfo_t* info, void*) {
  const auto* address = static_cast<const std::byte*>(info->si_addr);
  for (auto* mapping = all_mappings; info->si_code > 0 && mapping != nullptr;
       mapping = mapping->next) {
    if (address >= mapping->begin && address < mapping->begin + mapping->length) {
      if (replace_by_empty_memory(*mapping)) return;
      break;
    }
  }
  // Not our mapping: the access faults again and reaches the previous handler.
  ::sigaction(SIGBUS, &previous_action, nullptr);
  if (info->si_code <= 0) ::raise(SIGBUS);
}

void install_handler_once() {
  static const bool installed = [] {
    struct sigaction action{};
    action.sa_sigaction = on_sigbus;
    action.sa_flags = SA_SIGINFO;
    return ::sigaction(SIGBUS, &action, &previous_action) == 0;
  }();
  static_cast<void>(installed);
}

Result<void> check_file(int fd, std::uint64_t offset, std::uint64_t size) {
  if (size == 0) return make_error(ErrorCode::invalid, "it has no size");
  if (!is_memory(fd)) {
    return make_error(ErrorCode::invalid,
                      "its descriptor is not memory, and access to another file can block: use "
                      "memory-backend-memfd, or a mem-path on tmpfs (/dev/shm) or hugetlbfs");
  }
  struct stat status{};
  if (::fstat(fd, &status) != 0) {
    return make_error(ErrorCode::system, "its descriptor cannot be examined: {}",
                      std::strerror(errno));
  }
  const auto length = static_cast<std::uint64_t>(status.st_size);
  if (offset > length || size > length - offset) {
    return make_error(ErrorCode::invalid, "{} bytes at {} do not fit into its file of {} bytes",
                      size, offset, length);
  }
  return {};
}

std::uint64_t page_size(int fd) {
  struct statfs filesystem{};
  if (::fstatfs(fd, &filesystem) == 0 && filesystem.f_type == HUGETLBFS_MAGIC) {
    return static_cast<std::uint64_t>(filesystem.f_bsize);
  }
  return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

Result<MappedFile> MappedFile::map(int fd, std::uint64_t offset, std::uint64_t size) {
  if (const auto checked = check_file(fd, offset, size); !checked) return checked.error();
  install_handler_once();
  const std::uint64_t page = page_size(fd);
  const std::uint64_t in_page = offset % page;
  // To the end of a page: huge ones can only be replaced and unmapped whole.
  const std::size_t length = (size + in_page + page - 1) / page * page;
  void* begin = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd,
                       static_cast<off_t>(offset - in_page));
  if (begin == MAP_FAILED) {
    return make_error(ErrorCode::system, "it cannot be mapped: {}", std::strerror(errno));
  }
  all_mappings = new Mapping{.begin = static_cast<std::byte*>(begin),
                             .length = length,
                             .data_offset = in_page,
                             .next = all_mappings};
  return MappedFile(all_mappings);
}

std::byte* MappedFile::data() const {
  return mapping_->begin + mapping_->data_offset;
}

bool MappedFile::lost() const {
  return mapping_->lost != 0;
}

void MappedFile::Unmap::operator()(Mapping* mapping) const {
  for (auto** link = &all_mappings; *link != nullptr; link = &(*link)->next) {
    if (*link != mapping) continue;
    *link = mapping->next;
    break;
  }
  memory_closer().unmap(mapping->begin, mapping->length);
  delete mapping;
}

}  // namespace pinbridge::vhost_user

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

/// In every notification of a level, and nowhere else in what a watcher receives.
constexpr std::string_view kChange =
    "\xa6"
    "change";

/// A client that only counts, so that thousands take little of the machine.
class Watcher {
 public:
  Watcher(const std::string& socket, const std::string& pin) : socket_(connect_to(socket)) {
    const std::string request =
        fmt::format("\x94{:c}{:c}\xa5watch\x91{:c}{}", 0, 1, 0xa0 | pin.size(), pin);
    if (::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
      throw StartupError("the bench has closed its socket");
    }
    read();
  }

  int fd() const { return socket_.get(); }
  std::size_t changes() const { return changes_; }

  void read() {
    std::ranges::copy(kept_, buffer().begin());
    const auto room = std::span(buffer()).subspan(kept_.size());
    const auto size = ::recv(socket_.get(), room.data(), room.size(), 0);
    if (size <= 0) throw StartupError("the bench has disconnected a watcher");
    std::string_view rest(buffer().data(), kept_.size() + static_cast<std::size_t>(size));
    for (std::size_t at = 0; (at = rest.find(kChange)) != std::string_view::npos; ++changes_) {
      rest.remove_prefix(at + kChange.size());
    }
    // The name may be divided between two reads.
    kept_ = rest.substr(rest.size() - std::min(rest.size(), kChange.size() - 1));
  }

 private:
  static std::array<char, 65536>& buffer() {
    static std::array<char, 65536> one;
    return one;
  }

  UniqueFd socket_;
  std::string kept_;
  std::size_t changes_ = 0;
};

}  // namespace

WatchedChanges watch_until_asked(const std::string& socket, const std::string& pin, int count) {
  const UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  std::vector<std::unique_ptr<Watcher>> watchers;
  const auto add = [&](int fd, int number) {
    epoll_event event{EPOLLIN, {.fd = number}};
    epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event);
  };
  add(STDIN_FILENO, -1);
  for (int i = 0; i < count; ++i) {
    watchers.push_back(std::make_unique<Watcher>(socket, pin));
    add(watchers.back()->fd(), i);
  }
  std::puts("watching");
  std::fflush(stdout);
  const auto read_all = [&](int patience_ms) {
    std::array<epoll_event, 256> ready{};
    const int size = epoll_wait(epoll.get(), ready.data(), ready.size(), patience_ms);
    bool asked = false;
    for (int i = 0; i < size; ++i) {
      const int number = ready[static_cast<std::size_t>(i)].data.fd;
      if (number < 0) {
        asked = true;
      } else {
        watchers[static_cast<std::size_t>(number)]->read();
      }
    }
    return asked ? 0 : size;
  };
  while (read_all(-1) != 0) {
  }
  epoll_ctl(epoll.get(), EPOLL_CTL_DEL, STDIN_FILENO, nullptr);
  // What is on its way.
  while (read_all(200) > 0) {
  }
  const auto [fewest, most] = std::ranges::minmax_element(
      watchers, {}, [](const auto& watcher) { return watcher->changes(); });
  return {(*fewest)->changes(), (*most)->changes()};
}

}  // namespace pinbridge::perf

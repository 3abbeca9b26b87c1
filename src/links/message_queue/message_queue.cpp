#include "links/message_queue/message_queue.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <mqueue.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace pinbridge::message_queue {
namespace {

constexpr long kMessages = 10;
constexpr long kMessageSize = 8192;

Error failure(const std::string& name, const char* what) {
  return make_error(ErrorCode::system, "message queue \"{}\" {}: {}", name, what,
                    std::strerror(errno));
}

}  // namespace

Result<MessageQueue> MessageQueue::open(boost::asio::io_context& io, const std::string& name,
                                        Direction direction) {
  mq_attr usual{};
  usual.mq_maxmsg = kMessages;
  usual.mq_msgsize = kMessageSize;
  const int access = direction == Direction::receive ? O_RDONLY : O_WRONLY;
  // A queue's descriptor is a file's, on Linux.
  UniqueFd fd(
      mq_open(name.c_str(), access | O_CREAT | O_NONBLOCK | O_CLOEXEC, S_IRUSR | S_IWUSR, &usual));
  if (!fd) return failure(name, "cannot be opened");
  struct stat status{};
  mq_attr actual{};
  if (fstat(fd.get(), &status) != 0 || mq_getattr(fd.get(), &actual) != 0) {
    return failure(name, "cannot be examined");
  }
  if (status.st_uid != geteuid()) {
    return make_error(ErrorCode::unsupported, "message queue \"{}\" belongs to user {}", name,
                      status.st_uid);
  }
  return MessageQueue(boost::asio::posix::stream_descriptor(io, fd.release()),
                      static_cast<std::size_t>(actual.mq_msgsize));
}

Result<std::optional<std::span<const std::byte>>> MessageQueue::receive() {
  const ssize_t size = mq_receive(descriptor_.native_handle(),
                                  reinterpret_cast<char*>(buffer_.data()), buffer_.size(), nullptr);
  if (size >= 0) {
    return std::span<const std::byte>(buffer_).first(static_cast<std::size_t>(size));
  }
  if (errno == EAGAIN || errno == EINTR) return std::nullopt;
  return make_error(ErrorCode::system, "receiving failed: {}", std::strerror(errno));
}

Result<bool> MessageQueue::send(std::span<const std::byte> message) {
  if (mq_send(descriptor_.native_handle(), reinterpret_cast<const char*>(message.data()),
              message.size(), 0) == 0) {
    return true;
  }
  if (errno == EAGAIN || errno == EINTR) return false;
  return make_error(ErrorCode::system, "sending failed: {}", std::strerror(errno));
}

}  // namespace pinbridge::message_queue

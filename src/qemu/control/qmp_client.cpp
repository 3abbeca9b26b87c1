#include "qemu/control/qmp_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostNoise = 4096;

}  // namespace

Result<Version> QmpClient::greet() {
  const auto message = next_message();
  if (!message) return message.error();
  const auto* greeting = std::get_if<QmpGreeting>(&*message);
  if (greeting == nullptr) return make_error(ErrorCode::system, "its greeting is not QMP");
  if (greeting->version.major == 0) {
    return make_error(ErrorCode::system,
                      "it does not answer like QEMU: its greeting has no version");
  }
  if (const auto opened = execute("qmp_capabilities"); !opened) return opened.error();
  return greeting->version;
}

Result<json::value> QmpClient::execute(std::string_view command, const json::object& arguments) {
  if (const auto sent = send(encode_qmp(command, arguments)); !sent) return sent.error();
  auto message = next_message();
  if (!message) return message.error();
  auto* answer = std::get_if<QmpAnswer>(&*message);
  if (answer == nullptr) return make_error(ErrorCode::system, "it greets twice");
  if (!answer->value) {
    return make_error(answer->value.error().code, "{}: {}", command, answer->value.error().message);
  }
  return std::move(answer->value);
}

Result<QmpMessage> QmpClient::next_message() {
  while (true) {
    auto line = next_line();
    if (!line) return line.error();
    QmpMessage message = decode_qmp(*line);
    if (std::holds_alternative<QmpNoise>(message)) {
      if (noise_.size() < kMostNoise) noise_ += *line + "\n";
    } else if (!std::holds_alternative<QmpEvent>(message)) {
      return message;
    }
  }
}

Result<std::string> QmpClient::next_line() {
  std::size_t seen = 0;
  while (true) {
    if (const auto end = received_.find('\n', seen); end != std::string::npos) {
      std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    seen = received_.size();
    if (seen > kLongestQmpLine)
      return make_error(ErrorCode::system, "it sends a line that is too long");
    if (const auto ready = wait_for(POLLIN); !ready) return ready.error();
    char buffer[16384];
    const ssize_t got = recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got > 0) {
      received_.append(buffer, static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      noise_ += std::exchange(received_, {});
      return make_error(ErrorCode::system, "it ended before it answered");
    }
  }
}

Result<void> QmpClient::send(std::string_view text) {
  while (!text.empty()) {
    if (const auto ready = wait_for(POLLOUT); !ready) return ready.error();
    const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      text.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      return make_error(ErrorCode::system, "it ended before it answered");
    }
  }
  return {};
}

Result<void> QmpClient::wait_for(short events) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    pollfd entry{.fd = socket_, .events = events, .revents = 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready > 0) return {};
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return make_error(ErrorCode::system, "poll: {}", std::strerror(errno));
    return make_error(ErrorCode::system, "it does not answer in time");
  }
}

}  // namespace pinbridge::qemu

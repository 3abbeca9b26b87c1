#include "client/rpc_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <poll.h>

#include "base/trusted_path.hpp"
#include "loop/unix_listener.hpp"

namespace pinbridge::client {
namespace {

constexpr std::size_t kBlock = 65536;
/// A list of a million pins has some 100 MB.
constexpr std::size_t kLongestMessage = 256U << 20U;
constexpr std::size_t kMostItems = 1U << 20U;
constexpr std::size_t kDeepest = 16;

/// What a bench's message may hold: memory stays in proportion to what a bench has reason to send.
msgpack::unpack_limit limits() {
  return msgpack::unpack_limit(kMostItems, kMostItems, kLongestMessage, kLongestMessage,
                               kLongestMessage, kDeepest);
}

Error error_of(const msgpack::object& object) {
  Error error{ErrorCode::system, "the bench answered with an invalid error"};
  if (const auto* code = api::find_key(object, "code");
      code && code->type == msgpack::type::POSITIVE_INTEGER) {
    error.code = static_cast<ErrorCode>(code->via.u64);
  }
  if (const auto* message = api::find_key(object, "message")) {
    if (const auto text = api::as_text(*message, "message")) error.message = *text;
  }
  return error;
}

bool is_message_of(const msgpack::object& message, api::MessageType type, std::uint32_t size) {
  return message.type == msgpack::type::ARRAY && message.via.array.size == size &&
         message.via.array.ptr[0].type == msgpack::type::POSITIVE_INTEGER &&
         message.via.array.ptr[0].via.u64 == static_cast<std::uint64_t>(type);
}

Error ended(const boost::system::error_code& error) {
  if (error == boost::asio::error::eof) return {ErrorCode::system, "the bench ended"};
  return {ErrorCode::system, fmt::format("the bench ended: {}", error.message())};
}

/// An error of the bench about this client: it was disconnected, or not accepted.
std::optional<Error> complaint(const msgpack::object& message) {
  for (const auto name : {api::NotificationName::error, api::NotificationName::lagged}) {
    if (const auto* error = notification(message, name)) return error_of(*error);
  }
  return std::nullopt;
}

}  // namespace

RpcClient::RpcClient() : unpacker_(nullptr, nullptr, MSGPACK_UNPACKER_INIT_BUFFER_SIZE, limits()) {}

const msgpack::object* notification(const msgpack::object& message, api::NotificationName name) {
  static const msgpack::object kNil;
  if (!is_message_of(message, api::MessageType::notification, 3)) return nullptr;
  const auto its_name = api::as_text(message.via.array.ptr[1], "name");
  if (!its_name || *its_name != api::wire_name(name)) return nullptr;
  const msgpack::object& parameters = message.via.array.ptr[2];
  const bool one = parameters.type == msgpack::type::ARRAY && parameters.via.array.size == 1;
  return one ? &parameters.via.array.ptr[0] : &kNil;
}

void pack_setting(api::Packer& packer, std::string_view pin, std::string_view state) {
  packer.pack_map(2);
  api::pack_text(packer, "pin");
  api::pack_text(packer, pin);
  api::pack_text(packer, "state");
  api::pack_text(packer, state);
}

Result<std::unique_ptr<RpcClient>> RpcClient::connect(const std::filesystem::path& socket) {
  const auto endpoint = unix_endpoint(socket);
  if (!endpoint) return endpoint.error();
  // Where there is nothing, or nothing that we may see, connecting fails with its own reason.
  std::error_code hidden;
  if (std::filesystem::exists(std::filesystem::symlink_status(socket, hidden))) {
    if (auto trusted = check_trusted_socket(socket); !trusted) return trusted.error();
  }
  boost::system::error_code error;
  std::unique_ptr<RpcClient> client(new RpcClient);
  client->socket_.connect(*endpoint, error);
  if (error == boost::system::errc::permission_denied) {
    return make_error(ErrorCode::system,
                      "the bench on {} belongs to another user ({}); run this as the user who "
                      "started it, or specify the socket of your own bench with --socket",
                      socket.string(), error.message());
  }
  if (error) {
    return make_error(ErrorCode::system,
                      "no bench serves on {} ({}); start one with \"pinbridge run\" or \"pinbridge "
                      "serve\", or name its socket with --socket",
                      socket.string(), error.message());
  }
  const int descriptor = client->socket_.native_handle();
  if (auto trusted = check_trusted_peer(descriptor, socket); !trusted) return trusted.error();
  return client;
}

bool RpcClient::wait_for_bench(const std::filesystem::path& socket, Duration patience) {
  constexpr std::chrono::milliseconds kPause{20};
  const auto endpoint = unix_endpoint(socket);
  if (!endpoint) return true;  // connect() has the reason
  const auto begin = std::chrono::steady_clock::now();
  for (;;) {
    boost::asio::io_context io;
    boost::system::error_code error;
    boost::asio::local::stream_protocol::socket(io).connect(*endpoint, error);
    const bool is_missing = error == boost::system::errc::no_such_file_or_directory ||
                            error == boost::system::errc::connection_refused;
    if (!is_missing) return true;
    const Duration left = patience - (std::chrono::steady_clock::now() - begin);
    if (left <= Duration::zero()) return false;
    std::this_thread::sleep_for(std::min<Duration>(left, kPause));
  }
}

Result<msgpack::object_handle> RpcClient::call(api::MethodName method,
                                               const std::vector<std::string>& parameters) {
  return call(method, [&](api::Packer& packer) {
    packer.pack_array(static_cast<std::uint32_t>(parameters.size()));
    for (const std::string& parameter : parameters) api::pack_text(packer, parameter);
  });
}

Result<void> RpcClient::drive(std::string_view pin, std::string_view state) {
  msgpack::sbuffer setting;
  api::Packer packer(setting);
  pack_setting(packer, pin, state);
  return send(api::view(setting));
}

Result<msgpack::object_handle> RpcClient::next_notification(Duration patience) {
  auto message = next_message(patience);
  if (!message) return message;
  if (auto error = complaint(message->get())) return *error;
  return message;
}

Result<void> RpcClient::send(std::string_view bytes) {
  boost::system::error_code error;
  boost::asio::write(socket_, boost::asio::buffer(bytes), error);
  if (error) return ended(error);
  return {};
}

Result<msgpack::object_handle> RpcClient::wait_for_answer() {
  for (;;) {
    auto message = next_message(Duration::max());
    if (!message) return message;
    if (auto error = complaint(message->get())) return *error;
    if (!is_message_of(message->get(), api::MessageType::response, 4)) continue;
    const auto& items = message->get().via.array;
    if (!items.ptr[2].is_nil()) return error_of(items.ptr[2]);
    return msgpack::object_handle(items.ptr[3], std::move(message->zone()));
  }
}

Result<msgpack::object_handle> RpcClient::next_message(Duration patience) {
  msgpack::object_handle message;
  while (true) {
    const auto whole = take_message(message);
    if (!whole) return whole.error();
    if (*whole) return message;
    if (!wait_readable(patience)) return msgpack::object_handle();
    unpacker_.reserve_buffer(kBlock);
    boost::system::error_code error;
    const std::size_t size =
        socket_.read_some(boost::asio::buffer(unpacker_.buffer(), kBlock), error);
    if (error) return ended(error);
    unpacker_.buffer_consumed(size);
    if (unpacker_.message_size() > kLongestMessage) {
      return make_error(ErrorCode::limit, "the bench sent a message of more than {} MiB",
                        kLongestMessage >> 20U);
    }
  }
}

Result<bool> RpcClient::take_message(msgpack::object_handle& message) {
  try {
    return unpacker_.next(message);
  } catch (const msgpack::size_overflow&) {
    return make_error(ErrorCode::limit, "the bench sent a message that is too large or too deep");
  } catch (const msgpack::unpack_error&) {
    return make_error(ErrorCode::invalid,
                      "the socket's peer does not speak MessagePack; name the socket of a bench");
  }
}

/// False when nothing has come in time, or an interrupt.
bool RpcClient::wait_readable(Duration patience) {
  const bool forever = patience == Duration::max();
  if (forever && interrupt_fd_ < 0) return true;
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(patience).count();
  // poll() passes over a descriptor that is negative.
  std::array<pollfd, 2> entries{pollfd{.fd = socket_.native_handle(), .events = POLLIN},
                                pollfd{.fd = interrupt_fd_, .events = POLLIN}};
  int ready = 0;
  do {
    ready = poll(entries.data(), entries.size(),
                 forever ? -1 : static_cast<int>(std::min<long long>(ms, INT32_MAX)));
  } while (ready < 0 && errno == EINTR);
  interrupted_ = entries[1].revents != 0;
  return !interrupted_ && ready > 0;
}

}  // namespace pinbridge::client

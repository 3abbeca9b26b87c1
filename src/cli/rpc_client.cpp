#include "cli/rpc_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <poll.h>

#include "loop/unix_listener.hpp"

namespace pinbridge {
namespace {

constexpr std::size_t kBlock = 65536;

Error error_of(const msgpack::object& object) {
  Error error{ErrorCode::system, "the bench answered with an error of no known form"};
  if (const auto* code = find_key(object, "code");
      code && code->type == msgpack::type::POSITIVE_INTEGER) {
    error.code = static_cast<ErrorCode>(code->via.u64);
  }
  if (const auto* message = find_key(object, "message")) {
    if (const auto text = as_text(*message, "message")) error.message = *text;
  }
  return error;
}

bool is_message_of(const msgpack::object& message, MessageType type, std::uint32_t size) {
  return message.type == msgpack::type::ARRAY && message.via.array.size == size &&
         message.via.array.ptr[0].type == msgpack::type::POSITIVE_INTEGER &&
         message.via.array.ptr[0].via.u64 == static_cast<std::uint64_t>(type);
}

/// What the bench says unasked against this client: it was dropped, or not taken.
std::optional<Error> complaint(const msgpack::object& message) {
  for (const std::string_view name : {"error", "lagged"}) {
    if (const auto* error = notification(message, name)) return error_of(*error);
  }
  return std::nullopt;
}

}  // namespace

const msgpack::object* notification(const msgpack::object& message, std::string_view name) {
  static const msgpack::object kNil;
  if (!is_message_of(message, MessageType::notification, 3)) return nullptr;
  const auto its_name = as_text(message.via.array.ptr[1], "name");
  if (!its_name || *its_name != name) return nullptr;
  const msgpack::object& parameters = message.via.array.ptr[2];
  const bool one = parameters.type == msgpack::type::ARRAY && parameters.via.array.size == 1;
  return one ? &parameters.via.array.ptr[0] : &kNil;
}

void pack_setting(Packer& packer, std::string_view pin, std::string_view state) {
  packer.pack_map(2);
  pack_text(packer, "pin");
  pack_text(packer, pin);
  pack_text(packer, "state");
  pack_text(packer, state);
}

Result<std::unique_ptr<RpcClient>> RpcClient::connect(const std::filesystem::path& socket) {
  const auto endpoint = unix_endpoint(socket);
  if (!endpoint) return endpoint.error();
  boost::system::error_code error;
  std::unique_ptr<RpcClient> client(new RpcClient);
  client->socket_.connect(*endpoint, error);
  if (error == boost::system::errc::permission_denied) {
    return make_error(
        ErrorCode::system,
        "the bench on {} is another user's ({}); run this as the user who started it, "
        "or name the socket of one of your own with --socket",
        socket.string(), error.message());
  }
  if (error) {
    return make_error(ErrorCode::system,
                      "no bench serves on {} ({}); start one with \"pinbridge run\" or \"pinbridge "
                      "serve\", or name its socket with --socket",
                      socket.string(), error.message());
  }
  return client;
}

Result<msgpack::object_handle> RpcClient::call(std::string_view method,
                                               const std::vector<std::string>& parameters) {
  return call(method, [&](Packer& packer) {
    packer.pack_array(static_cast<std::uint32_t>(parameters.size()));
    for (const std::string& parameter : parameters) pack_text(packer, parameter);
  });
}

Result<void> RpcClient::drive(std::string_view pin, std::string_view state) {
  msgpack::sbuffer setting;
  Packer packer(setting);
  pack_setting(packer, pin, state);
  return send(view(setting));
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
  if (error) return make_error(ErrorCode::system, "the bench has gone: {}", error.message());
  return {};
}

Result<msgpack::object_handle> RpcClient::wait_for_answer() {
  for (;;) {
    auto message = next_message(Duration::max());
    if (!message) return message;
    if (auto error = complaint(message->get())) return *error;
    if (!is_message_of(message->get(), MessageType::response, 4)) continue;
    const auto& items = message->get().via.array;
    if (!items.ptr[2].is_nil()) return error_of(items.ptr[2]);
    return msgpack::object_handle(items.ptr[3], std::move(message->zone()));
  }
}

Result<msgpack::object_handle> RpcClient::next_message(Duration patience) {
  msgpack::object_handle message;
  const auto whole = [&]() -> bool {
    try {
      return unpacker_.next(message);
    } catch (const msgpack::unpack_error&) {
      throw StartupError(
          "what answers on this socket does not speak MessagePack: is it a bench's?");
    }
  };
  while (!whole()) {
    if (!wait_readable(patience)) return msgpack::object_handle();
    unpacker_.reserve_buffer(kBlock);
    boost::system::error_code error;
    const std::size_t size =
        socket_.read_some(boost::asio::buffer(unpacker_.buffer(), kBlock), error);
    if (error) return make_error(ErrorCode::system, "the bench has gone: {}", error.message());
    unpacker_.buffer_consumed(size);
  }
  return message;
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

}  // namespace pinbridge

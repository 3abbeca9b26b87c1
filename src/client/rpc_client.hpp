#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <msgpack.hpp>

#include "api/message.hpp"
#include "api/protocol.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge::client {

/// The one parameter of a notification of that name, nil where it has not one; nullptr for any
/// other message.
const msgpack::object* notification(const msgpack::object& message, api::NotificationName name);

/// A setting in the form of the protocol: {pin, state}.
void pack_setting(api::Packer& packer, std::string_view pin, std::string_view state);

/// A client of a running bench that waits for each answer: what the command line's tools speak
/// through.
class RpcClient {
 public:
  /// Fails with a message if there is no bench, or if another user could have put the socket there:
  /// only this user and root are trusted (base/trusted_path.hpp).
  static Result<std::unique_ptr<RpcClient>> connect(const std::filesystem::path& socket);

  /// Waits until a program listens on this socket, for `patience` at most. False if none does by
  /// then. Sends nothing; who listens is checked by connect().
  static bool wait_for_bench(const std::filesystem::path& socket, Duration patience);

  /// Calls a method and waits for its result. `pack_parameters` packs an array. An error that the
  /// bench answers is returned unchanged. Not for a client that watches: notifications that come
  /// before the answer are passed over.
  template <class Pack>
  Result<msgpack::object_handle> call(api::MethodName method, Pack pack_parameters) {
    msgpack::sbuffer request;
    api::Packer packer(request);
    packer.pack_array(4);
    packer.pack(static_cast<int>(api::MessageType::request));
    packer.pack(++last_id_);
    api::pack_text(packer, api::wire_name(method));
    pack_parameters(packer);
    if (auto sent = send(api::view(request)); !sent) return sent.error();
    return wait_for_answer();
  }

  /// The same with texts for parameters.
  Result<msgpack::object_handle> call(api::MethodName method,
                                      const std::vector<std::string>& parameters);

  /// Drives a pin by the message of two fields: it is not answered.
  Result<void> drive(std::string_view pin, std::string_view state);

  /// Waits for the next notification, [2, name, parameters]; nil when none has come within
  /// `patience`. An error of the bench about this client is returned as an error.
  Result<msgpack::object_handle> next_notification(Duration patience = Duration::max());

  /// From now on next_notification() also ends, with nil, when this descriptor is readable. It is
  /// not owned.
  void interrupt_on(int fd) { interrupt_fd_ = fd; }
  /// Whether it did.
  bool interrupted() const { return interrupted_; }

 private:
  RpcClient();

  Result<void> send(std::string_view bytes);
  Result<msgpack::object_handle> wait_for_answer();
  /// Nil when none has come.
  Result<msgpack::object_handle> next_message(Duration patience);
  /// Whether a whole message had come, which is then taken.
  Result<bool> take_message(msgpack::object_handle& message);
  bool wait_readable(Duration patience);

  boost::asio::io_context io_;
  boost::asio::local::stream_protocol::socket socket_{io_};
  msgpack::unpacker unpacker_;
  std::uint64_t last_id_ = 0;
  int interrupt_fd_ = -1;
  bool interrupted_ = false;
};

}  // namespace pinbridge::client

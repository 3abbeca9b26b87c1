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
#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge {

/// The one parameter of a notification of that name, nil where it has not one; nullptr for any
/// other message.
const msgpack::object* notification(const msgpack::object& message, std::string_view name);

/// A setting as the bench takes it: {pin, state}.
void pack_setting(Packer& packer, std::string_view pin, std::string_view state);

/// A client of a running bench that waits for each answer: what the command line's tools speak
/// through.
class RpcClient {
 public:
  /// Fails with a sentence if nobody serves there.
  static Result<std::unique_ptr<RpcClient>> connect(const std::filesystem::path& socket);

  /// Calls a method and waits for its result. `pack_parameters` packs an array. An error that the
  /// bench answers comes back as it is. Not for a client that watches: notifications that come
  /// before the answer are passed over.
  template <class Pack>
  Result<msgpack::object_handle> call(std::string_view method, Pack pack_parameters) {
    msgpack::sbuffer request;
    Packer packer(request);
    packer.pack_array(4);
    packer.pack(static_cast<int>(MessageType::request));
    packer.pack(++last_id_);
    pack_text(packer, method);
    pack_parameters(packer);
    if (auto sent = send(view(request)); !sent) return sent.error();
    return wait_for_answer();
  }

  /// The same with texts for parameters.
  Result<msgpack::object_handle> call(std::string_view method,
                                      const std::vector<std::string>& parameters);

  /// Drives a pin by the message of two fields: it is not answered.
  Result<void> drive(std::string_view pin, std::string_view state);

  /// Waits for the next notification, [2, name, parameters]; nil when none has come within
  /// `patience`. What the bench says against this client comes back as an error.
  Result<msgpack::object_handle> next_notification(Duration patience = Duration::max());

  /// From now on next_notification() also ends, with nil, when this descriptor is readable. It is
  /// not owned.
  void interrupt_on(int fd) { interrupt_fd_ = fd; }
  /// Whether it did.
  bool interrupted() const { return interrupted_; }

 private:
  RpcClient() = default;

  Result<void> send(std::string_view bytes);
  Result<msgpack::object_handle> wait_for_answer();
  /// Nil when none has come.
  Result<msgpack::object_handle> next_message(Duration patience);
  bool wait_readable(Duration patience);

  boost::asio::io_context io_;
  boost::asio::local::stream_protocol::socket socket_{io_};
  msgpack::unpacker unpacker_;
  std::uint64_t last_id_ = 0;
  int interrupt_fd_ = -1;
  bool interrupted_ = false;
};

}  // namespace pinbridge

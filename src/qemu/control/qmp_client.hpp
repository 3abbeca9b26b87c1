#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/result.hpp"
#include "qemu/control/qmp_codec.hpp"

namespace pinbridge::qemu {

/// A synchronous QMP session, to examine a machine before it runs. Events are ignored. Lines that
/// are not JSON objects are ignored too, and kept for error messages.
class QmpClient {
 public:
  /// Speaks over `socket`, which stays its owner's, until `deadline`.
  QmpClient(int socket, std::chrono::steady_clock::time_point deadline)
      : socket_(socket), deadline_(deadline) {}

  /// Takes QEMU's greeting and opens the session; returns QEMU's version.
  Result<Version> greet();

  /// Fails with ErrorCode::unsupported where QEMU answers with an error (the message is QEMU's),
  /// with ErrorCode::system where it does not answer.
  Result<boost::json::value> execute(std::string_view command,
                                     const boost::json::object& arguments = {});

  /// Lines that came in between and were no JSON.
  const std::string& noise() const { return noise_; }

 private:
  /// The next message, ignoring events and noise.
  Result<QmpMessage> next_message();
  Result<std::string> next_line();
  Result<void> send(std::string_view text);
  Result<void> wait_for(short events);

  int socket_;
  std::chrono::steady_clock::time_point deadline_;
  std::string received_;
  std::string noise_;
};

}  // namespace pinbridge::qemu

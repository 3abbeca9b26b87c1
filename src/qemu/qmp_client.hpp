#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/result.hpp"

namespace pinbridge::qemu {

/// A QMP session in which we ask and wait: for looking at a machine before it runs. Events are
/// passed over; so is what is no JSON object, and kept for error messages.
class QmpClient {
 public:
  /// Speaks over `socket`, which stays its owner's, until `deadline`.
  QmpClient(int socket, std::chrono::steady_clock::time_point deadline)
      : socket_(socket), deadline_(deadline) {}

  /// Takes QEMU's greeting and opens the session; returns the greeting.
  Result<boost::json::object> greet();

  /// Fails with ErrorCode::unsupported where QEMU answers with an error (the message is QEMU's),
  /// with ErrorCode::system where it does not answer.
  Result<boost::json::value> execute(std::string_view command,
                                     const boost::json::object& arguments = {});

  /// Lines that came in between and were no JSON.
  const std::string& noise() const { return noise_; }

 private:
  Result<boost::json::object> next_message();
  Result<std::string> next_line();
  Result<void> send(std::string_view text);
  Result<void> wait_for(short events);

  int socket_;
  std::chrono::steady_clock::time_point deadline_;
  std::string received_;
  std::string noise_;
};

}  // namespace pinbridge::qemu

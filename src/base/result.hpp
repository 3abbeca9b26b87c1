#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>
#include <fmt/format.h>

namespace pinbridge {

/// The kind of error; the number is stable and part of the protocol
/// (docs/reference/client-protocol.md).
enum class ErrorCode {
  invalid = 1,      ///< wrong type, malformed, or out of range
  not_found = 2,    ///< it names something that does not exist
  unsupported = 3,  ///< well formed, but not possible here
  busy = 4,         ///< in use by another client or process
  limit = 5,        ///< a limit is exceeded
  system = 6,       ///< a failure of the operating system or of QEMU
};

/// An expected failure: a code for programs and a sentence for users.
struct Error {
  ErrorCode code;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the reason why there is none.
template <class T>
using Result = boost::system::result<T, Error>;

template <class... Args>
[[nodiscard]] Error make_error(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
  return Error{code, fmt::format(format, std::forward<Args>(args)...)};
}

/// A failure at start-up: caught once, in main, and printed as one line with exit status 2.
class StartupError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  explicit StartupError(const Error& error) : std::runtime_error(error.message) {}
};

/// Boost's hook for Result::value(): an error that is not checked becomes a start-up failure.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw StartupError(error);
}

}  // namespace pinbridge

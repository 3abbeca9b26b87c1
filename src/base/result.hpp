#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>
#include <fmt/format.h>

namespace pinbridge {

/// What kind of thing went wrong; the number is stable and goes over the wire
/// (docs/client-protocol.md).
enum class ErrorCode {
  invalid = 1,      ///< the request makes no sense: wrong type, malformed, out of range
  not_found = 2,    ///< it names something that is not there
  unsupported = 3,  ///< it is well formed, and this cannot do it
  busy = 4,         ///< somebody else has it
  limit = 5,        ///< more than this takes
  system = 6,       ///< the operating system or QEMU said no
};

/// An expected failure: a code for programs and a sentence that a person can act on.
struct Error {
  ErrorCode code;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or why there is none.
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

/// Boost's hook for Result::value(): whoever does not look at the error gets it as a start-up
/// failure.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw StartupError(error);
}

}  // namespace pinbridge

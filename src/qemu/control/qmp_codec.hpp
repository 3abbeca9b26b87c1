#pragma once

#include <string>
#include <string_view>
#include <variant>

#include <boost/json.hpp>

#include "base/result.hpp"
#include "qemu/control/version.hpp"

namespace pinbridge::qemu {

/// QEMU's first message: its version, or 0.0 if it is missing.
struct QmpGreeting {
  Version version;
};

struct QmpEvent {
  std::string name;  ///< empty where QEMU names none
};

/// The answer to the oldest unanswered command: its value, or ErrorCode::unsupported with QEMU's
/// own sentence.
struct QmpAnswer {
  Result<boost::json::value> value;
};

/// A line that is not a JSON object.
struct QmpNoise {};

using QmpMessage = std::variant<QmpNoise, QmpGreeting, QmpEvent, QmpAnswer>;

/// A line of QMP may have this many bytes: qom-list of a large machine has some 100 KB.
inline constexpr std::size_t kLongestQmpLine = 4 << 20;

/// QMP, the machine protocol of QEMU, as text: no I/O. A command is one line, its end included.
std::string encode_qmp(std::string_view command, boost::json::object arguments);

/// What a line means. An object of none of the protocol's shapes is an answer that refuses.
QmpMessage decode_qmp(std::string_view line);

}  // namespace pinbridge::qemu

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/strong_id.hpp"

namespace pinbridge::qemu {

/// A device's path in QEMU's object tree, fit to stand in a line of qtest's.
class QtestPath {
 public:
  /// Fails with ErrorCode::unsupported where it cannot stand there: qtest has no quotes, and QEMU
  /// aborts at a line that it cannot read.
  static Result<QtestPath> of(std::string_view path);

  const std::string& text() const { return text_; }

 private:
  QtestPath() = default;
  std::string text_;
};

/// The level that is set on an input: -1 releases it.
enum class InputLevel : std::int8_t { released = -1, low = 0, high = 1 };

/// Lines of qtest's protocol. Whatever they are made of, QEMU can read them.
std::string set_input_command(const QtestPath& device, LineOffset line, InputLevel level);
/// `outputs` is a name of the controllers' table; empty for the outputs without a name.
std::string intercept_command(const QtestPath& device, std::string_view outputs);
/// `bytes` is 2 or 4.
std::string read_command(std::uint64_t address, int bytes);
std::string write_command(std::uint64_t address, int bytes, std::uint32_t value);

}  // namespace pinbridge::qemu

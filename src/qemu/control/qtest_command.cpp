#include "qemu/control/qtest_command.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace pinbridge::qemu {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Result<QtestPath> QtestPath::of(std::string_view path) {
  if (!is_word(path) || path.front() != '/') {
    return make_error(ErrorCode::unsupported,
                      "\"{}\" cannot be written to QEMU's qtest: it must be a path without spaces",
                      path);
  }
  QtestPath result;
  result.text_ = path;
  return result;
}

std::string set_input_command(const QtestPath& device, LineOffset line, InputLevel level) {
  return fmt::format("set_irq_in {} unnamed-gpio-in {} {}\n", device.text(), line.value(),
                     static_cast<int>(level));
}

std::string intercept_command(const QtestPath& device, std::string_view outputs) {
  if (outputs.empty()) return fmt::format("irq_intercept_out {}\n", device.text());
  PB_CHECK(is_word(outputs));
  return fmt::format("irq_intercept_out {} {}\n", device.text(), outputs);
}

std::string read_command(std::uint64_t address, int bytes) {
  PB_CHECK(bytes == 2 || bytes == 4);
  return fmt::format("read{} {:#x}\n", bytes == 2 ? 'w' : 'l', address);
}

std::string write_command(std::uint64_t address, int bytes, std::uint32_t value) {
  PB_CHECK(bytes == 2 || bytes == 4);
  return fmt::format("write{} {:#x} {:#x}\n", bytes == 2 ? 'w' : 'l', address, value);
}

}  // namespace pinbridge::qemu

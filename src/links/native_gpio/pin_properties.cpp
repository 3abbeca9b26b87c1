#include "links/native_gpio/pin_properties.hpp"

#include "links/controllers/line_registers.hpp"

namespace pinbridge::native_gpio {

std::optional<std::uint16_t> line_of_property(std::string_view name) {
  for (const std::string_view prefix : {"gpio18", "gpio"}) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    break;
  }
  if (name.size() < 2 || name.size() > 3) return std::nullopt;
  // Groups of eight: A to Z, then AA, AB, AC.
  int group = 0;
  for (const char letter : name.substr(0, name.size() - 1)) {
    if (letter < 'A' || letter > 'Z') return std::nullopt;
    group = group * 26 + (letter - 'A' + 1);
  }
  const int bit = name.back() - '0';
  const int line = (group - 1) * 8 + bit;
  if (bit < 0 || bit > 7 || line >= controllers::LineRegisters::kMostLines) return std::nullopt;
  return static_cast<std::uint16_t>(line);
}

std::vector<std::string> properties_by_line(const std::vector<std::string>& names) {
  std::vector<std::string> by_line;
  for (const std::string& name : names) {
    const auto line = line_of_property(name);
    if (!line) continue;
    if (*line >= by_line.size()) by_line.resize(*line + 1U);
    by_line[*line] = name;
  }
  return by_line;
}

}  // namespace pinbridge::native_gpio

#include "links/chip/line_list.hpp"

#include <algorithm>
#include <optional>

#include "base/number.hpp"

namespace pinbridge::chip {
namespace {

constexpr std::size_t kLongestName = 31;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> items;
  for (std::size_t at = 0;;) {
    const auto end = text.find(separator, at);
    items.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return items;
    at = end + 1;
  }
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Result<std::uint16_t> parse_offset(std::string_view text, std::uint16_t count) {
  const auto offset = parse_number<std::uint16_t>(text);
  if (!offset || *offset >= count) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is not a line of this chip; its lines are 0 to {}", text, count - 1);
  }
  return *offset;
}

Result<Drive> parse_pull(std::string_view text) {
  if (text == "up") return pull(true);
  if (text == "down") return pull(false);
  if (text == "none") return kNoDrive;
  return make_error(ErrorCode::invalid, "\"{}\" is not a pull; write up, down or none", text);
}

Result<void> check_name(std::string_view name, const std::vector<std::string>& taken) {
  if (name.size() > kLongestName) {
    return make_error(ErrorCode::invalid, "line name \"{}\" is longer than {} bytes", name,
                      kLongestName);
  }
  if (std::any_of(name.begin(), name.end(), [](char c) { return c < 0x20 || c > 0x7e; })) {
    return make_error(ErrorCode::invalid, "line name \"{}\" is not printable ASCII", name);
  }
  if (std::find(taken.begin(), taken.end(), name) != taken.end()) {
    return make_error(ErrorCode::invalid, "line name \"{}\" is used twice; names must be unique",
                      name);
  }
  return {};
}

}  // namespace

Result<std::vector<Drive>> parse_pulls(std::string_view text, std::uint16_t count) {
  std::vector<Drive> pulls(count);
  for (std::string_view item : split(text, ',')) {
    item = trim(item);
    const auto colon = item.find(':');
    if (colon == std::string_view::npos) {
      return make_error(ErrorCode::invalid,
                        "\"{}\" is not a list of pulls; write \"12-23:up\" or \"4:down\"", item);
    }
    const std::string_view range = item.substr(0, colon);
    const auto dash = range.find('-');
    const auto first = parse_offset(range.substr(0, dash), count);
    if (!first) return first.error();
    const auto last =
        dash == std::string_view::npos ? first : parse_offset(range.substr(dash + 1), count);
    if (!last) return last.error();
    if (*last < *first) {
      return make_error(ErrorCode::invalid, "\"{}\" is reversed; write \"{}-{}\"", range, *last,
                        *first);
    }
    const auto drive = parse_pull(item.substr(colon + 1));
    if (!drive) return drive.error();
    std::fill(pulls.begin() + *first, pulls.begin() + *last + 1, *drive);
  }
  return pulls;
}

Result<std::vector<std::string>> parse_names(std::string_view text, std::uint16_t count) {
  std::vector<std::string> names(count);
  std::uint32_t next = 0;
  for (std::string_view item : split(text, ',')) {
    item = trim(item);
    if (const auto equals = item.find('='); equals != std::string_view::npos) {
      const auto offset = parse_offset(item.substr(0, equals), count);
      if (!offset) return offset.error();
      next = *offset;
      item = trim(item.substr(equals + 1));
    }
    if (next >= count) {
      return make_error(ErrorCode::invalid,
                        "\"{}\" would name line {}; the chip's lines are 0 to {}", item, next,
                        count - 1);
    }
    if (!item.empty()) {
      const auto checked = check_name(item, names);
      if (!checked) return checked.error();
    }
    names[next++] = std::string(item);
  }
  return names;
}

}  // namespace pinbridge::chip

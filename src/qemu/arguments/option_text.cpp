#include "qemu/arguments/option_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;

/// Takes the text up to the next single comma off the front of `rest`.
std::string take_item(std::string_view& rest) {
  std::string item;
  while (!rest.empty()) {
    const bool comma = rest.front() == ',';
    if (comma && !rest.starts_with(",,")) {
      rest.remove_prefix(1);
      break;
    }
    item += rest.front();
    rest.remove_prefix(comma ? 2 : 1);
  }
  return item;
}

std::optional<std::string> plain_text(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (const auto* flag = value.if_bool()) return *flag ? "on" : "off";
  if (value.is_number()) return json::serialize(value);
  return {};
}

struct Unit {
  char letter;
  std::uint64_t bytes;
};
constexpr std::array<Unit, 7> kUnits{{{'b', 1},
                                      {'k', 1ULL << 10},
                                      {'m', 1ULL << 20},
                                      {'g', 1ULL << 30},
                                      {'t', 1ULL << 40},
                                      {'p', 1ULL << 50},
                                      {'e', 1ULL << 60}}};

}  // namespace

OptionText OptionText::parse(std::string_view text, std::string_view implied_key) {
  OptionText result;
  bool first = true;
  while (!text.empty()) {
    std::string item = take_item(text);
    const auto equals = item.find('=');
    if (equals != std::string::npos) {
      result.entries_.emplace_back(item.substr(0, equals), item.substr(equals + 1));
    } else if (first && !implied_key.empty()) {
      result.entries_.emplace_back(implied_key, std::move(item));
    } else {
      result.entries_.emplace_back(std::move(item), "on");
    }
    first = false;
  }
  return result;
}

Result<OptionText> OptionText::parse_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) {
    return make_error(ErrorCode::invalid, "{} is not a JSON object", text);
  }
  OptionText result;
  for (const auto& [key, member] : value.get_object()) {
    if (auto plain = plain_text(member)) result.entries_.emplace_back(key, std::move(*plain));
  }
  return result;
}

std::optional<std::string> OptionText::find(std::string_view key) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const auto& entry) { return entry.first == key; });
  if (found == entries_.rend()) return {};
  return found->second;
}

std::optional<bool> OptionText::find_bool(std::string_view key) const {
  const auto value = find(key);
  if (!value) return {};
  return *value == "on" || *value == "yes" || *value == "true" || *value == "y";
}

void OptionText::merge(const OptionText& other) {
  entries_.insert(entries_.end(), other.entries_.begin(), other.entries_.end());
}

void OptionText::erase(std::string_view key) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; });
}

std::string OptionText::text(std::string_view implied_key) const {
  std::string text;
  for (const auto& [key, value] : entries_) {
    const bool first = text.empty();
    if (!first) text += ',';
    if (!first || key != implied_key) text += key + '=';
    text += escape_commas(value);
  }
  return text;
}

std::string escape_commas(std::string_view value) {
  std::string escaped;
  for (const char c : value) escaped.append(c == ',' ? 2 : 1, c);
  return escaped;
}

std::optional<std::uint64_t> parse_size(std::string_view text, std::uint64_t unit) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return {};
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (suffix.size() > 1) return {};
  if (suffix.size() == 1) {
    const auto letter = static_cast<char>(suffix.front() | 0x20);  // lower case
    const auto found =
        std::find_if(kUnits.begin(), kUnits.end(), [&](Unit u) { return u.letter == letter; });
    if (found == kUnits.end()) return {};
    unit = found->bytes;
  }
  const double bytes = number * static_cast<double>(unit);
  if (!(bytes >= 0 && bytes < 0x1p63) || bytes != std::floor(bytes)) return {};
  return static_cast<std::uint64_t>(bytes);
}

std::string size_text(std::uint64_t bytes) {
  for (const char letter : {'g', 'm', 'k'}) {
    const auto unit =
        std::find_if(kUnits.begin(), kUnits.end(), [&](Unit u) { return u.letter == letter; });
    if (bytes != 0 && bytes % unit->bytes == 0) {
      return fmt::format("{}{}", bytes / unit->bytes, static_cast<char>(letter & ~0x20));
    }
  }
  return fmt::format("{}b", bytes);
}

std::string_view reconnect_option(const Version& version) {
  constexpr Version kFirstWithMilliseconds{9, 2};
  return version < kFirstWithMilliseconds ? kOldReconnect : ",reconnect-ms=250";
}

std::string bus_option(std::string_view name) {
  return name.empty() ? "" : fmt::format(",bus={}", escape_commas(name));
}

}  // namespace pinbridge::qemu

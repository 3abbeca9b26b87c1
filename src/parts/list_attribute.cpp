#include "parts/list_attribute.hpp"

#include <boost/json/parse.hpp>

namespace pinbridge::parts {
namespace {

namespace json = boost::json;

std::optional<std::vector<std::string>> parse_list(const std::string& text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error || !parsed.is_array()) return std::nullopt;
  std::vector<std::string> items;
  for (const json::value& item : parsed.get_array()) {
    if (item.is_string()) {
      items.emplace_back(item.get_string());
    } else if (item.is_int64()) {
      items.push_back(std::to_string(item.get_int64()));
    } else {
      return std::nullopt;
    }
  }
  return items;
}

}  // namespace

std::optional<std::vector<std::string>> list_attribute(Attributes& attributes,
                                                       std::string_view name) {
  const auto text = attributes.given(name);
  if (!text) return std::nullopt;
  auto items = parse_list(*text);
  if (!items) {
    attributes.problem(name,
                       fmt::format("\"{}\" is not a list of texts, such as [\"1\", \"2\"]", *text));
  }
  return items;
}

}  // namespace pinbridge::parts

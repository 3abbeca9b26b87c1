#include "board/writer.hpp"

#include <cmath>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pinbridge::board {
namespace {

namespace json = boost::json;

std::string quoted(const std::string& text) {
  return json::serialize(json::value(text));
}

/// An attribute is a string; a list of strings was kept as JSON.
std::string attribute_value(const std::string& text) {
  if (!text.starts_with('[')) return quoted(text);
  json::error_code error;
  const json::value list = json::parse(text, error);
  return error || !list.is_array() ? quoted(text) : text;
}

std::string line_of(const BoardPart& part) {
  std::string line =
      fmt::format("{{ \"type\": {}, \"id\": {}", quoted(part.type.text), quoted(part.id.text));
  if (part.placed) line += fmt::format(", \"left\": {}, \"top\": {}", part.left, part.top);
  if (part.rotate != 0) line += fmt::format(", \"rotate\": {}", part.rotate);
  if (part.hide) line += ", \"hide\": true";
  std::vector<std::string> attributes;
  attributes.reserve(part.attributes.size());
  for (const auto& [name, value] : part.attributes) {
    attributes.push_back(fmt::format("{}: {}", quoted(name), attribute_value(value.text)));
  }
  if (attributes.empty()) return line + ", \"attrs\": {} }";
  return fmt::format("{}, \"attrs\": {{ {} }} }}", line, fmt::join(attributes, ", "));
}

std::string line_of(const BoardConnection& connection) {
  std::vector<std::string> steps;
  steps.reserve(connection.path.size());
  for (const std::string& step : connection.path) steps.push_back(quoted(step));
  return fmt::format("[ {}, {}, {}, [{}] ]", quoted(connection.from.text),
                     quoted(connection.to.text), quoted(connection.color), fmt::join(steps, ", "));
}

std::string lines_of(const auto& items) {
  std::string lines;
  for (const auto& item : items) {
    lines += fmt::format("{}\n    {}", lines.empty() ? "" : ",", line_of(item));
  }
  return lines.empty() ? lines : lines + "\n  ";
}

}  // namespace

std::string write_board(const Board& board) {
  return fmt::format(
      "{{\n  \"version\": 1,\n  \"author\": {},\n  \"editor\": \"wokwi\",\n  \"parts\": [{}],\n"
      "  \"connections\": [{}]\n}}\n",
      quoted(board.author), lines_of(board.parts), lines_of(board.connections));
}

}  // namespace pinbridge::board

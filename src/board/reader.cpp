#include "board/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <variant>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text_file.hpp"
#include "board/json_tree.hpp"

namespace pinbridge::board {
namespace {

std::string plain(double number) {
  return number == std::floor(number) && std::abs(number) < 1e15
             ? fmt::format("{}", static_cast<long long>(number))
             : fmt::format("{}", number);
}

/// Larger coordinates are not on a board.
constexpr double kFarthest = 1e6;

/// Converts the tree into parts and connections; one object a file. What cannot be a part or
/// connection is left out with a warning, as Wokwi does: other parts run without it.
class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems) {}

  Board read(const JsonNode& root) {
    Board board;
    if (!root.object()) {
      problems_.error(root.place, "a board is a JSON object with \"parts\" and \"connections\"");
      return board;
    }
    if (const JsonNode* version = root.find("version")) check_version(*version);
    if (const JsonNode* author = root.find("author")) {
      if (author->string()) board.author = *author->string();
    }
    for (const JsonNode& part : list(root, "parts", Severity::error)) read_part(part, board);
    const auto& connections = list(root, "connections", Severity::warning);
    // Without a list of parts, each wire would be wrong.
    if (problems_.has_errors()) return board;
    for (const JsonNode& connection : connections) read_connection(connection, board);
    return board;
  }

 private:
  void check_version(const JsonNode& version) {
    if (!version.number() || *version.number() != 1) {
      problems_.warning(version.place,
                        "\"version\" is not 1, the only version of this format known");
    }
  }

  const JsonNode::Array& list(const JsonNode& root, std::string_view name, Severity severity) {
    static const JsonNode::Array kEmpty;
    const JsonNode* node = root.find(name);
    if (!node) {
      problems_.add({severity,
                     root.place,
                     fmt::format("the board has no \"{}\"; it is a list", name),
                     {},
                     {}});
      return kEmpty;
    }
    if (!node->array()) {
      problems_.add({severity, node->place, fmt::format("\"{}\" must be a list", name), {}, {}});
      return kEmpty;
    }
    return *node->array();
  }

  void read_part(const JsonNode& node, Board& board) {
    if (!node.object()) {
      return problems_.warning(node.place,
                               "a part is an object with \"id\" and \"type\"; this is left out");
    }
    BoardPart part;
    if (!required_text(node, "id", "a part", part.id)) return;
    if (!required_text(node, "type", fmt::format("part {}", part.id.text), part.type) ||
        !check_id(part.id)) {
      board.refused.insert(part.id.text);
      return;
    }
    part.left = number(node, "left", part.id.text);
    part.top = number(node, "top", part.id.text);
    part.placed = has_number(node, "left") || has_number(node, "top");
    part.rotate = number(node, "rotate", part.id.text);
    warn_of_coordinates(node, part.id.text);
    if (const JsonNode* hide = node.find("hide")) part.hide = hide->boolean() && *hide->boolean();
    if (const JsonNode* attributes = node.find("attrs")) read_attributes(*attributes, part);
    board.parts.push_back(std::move(part));
  }

  bool check_id(const PlacedText& id) {
    const auto refuse = [&](std::string_view why) {
      problems_.warning(
          id.place, fmt::format("part id \"{}\" {}; the part is left out", id.text, why), id.text);
      return false;
    };
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (id.text.find(':') != std::string::npos) {
      return refuse("contains \":\", which is reserved (PART:PIN)");
    }
    if (std::ranges::any_of(id.text, is_control)) {
      return refuse("has a control character");
    }
    if (id.text.size() > kLongestId) {
      return refuse(fmt::format("is longer than {} bytes", kLongestId));
    }
    const auto [first, fresh] = ids_.emplace(id.text, id.place);
    return fresh ||
           refuse(fmt::format("is already used by the part in line {}", first->second.line));
  }

  bool required_text(const JsonNode& node, std::string_view name, std::string_view whose,
                     PlacedText& text) {
    const JsonNode* found = node.find(name);
    if (found && found->string() && !found->string()->empty()) {
      text = {std::string(*found->string()), found->place};
      return true;
    }
    problems_.warning(
        found ? found->place : node.place,
        fmt::format("{} needs \"{}\", a non-empty string; it is left out", whose, name));
    return false;
  }

  static bool has_number(const JsonNode& node, std::string_view name) {
    const JsonNode* found = node.find(name);
    return found && (found->number() || (found->string() && number_in(*found->string())));
  }

  double number(const JsonNode& node, std::string_view name, const std::string& part) {
    const JsonNode* found = node.find(name);
    if (!found || std::holds_alternative<std::nullptr_t>(found->value)) return 0;
    const std::optional<double> number = found->number()   ? std::optional(*found->number())
                                         : found->string() ? number_in(*found->string())
                                                           : std::nullopt;
    if (number && std::abs(*number) <= kFarthest) return *number;
    problems_.warning(found->place,
                      fmt::format("\"{}\" is not a number from {:.0f} to {:.0f}; 0 is used", name,
                                  -kFarthest, kFarthest),
                      part);
    return 0;
  }

  static std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
  }

  void warn_of_coordinates(const JsonNode& node, const std::string& part) {
    const JsonNode* x = node.find("x");
    const JsonNode* y = node.find("y");
    if (!x && !y) return;
    problems_.warning((x ? x : y)->place,
                      fmt::format("part {}: \"x\" and \"y\" are ignored; the format's names are "
                                  "\"left\" and \"top\"",
                                  part),
                      part);
  }

  void read_attributes(const JsonNode& node, BoardPart& part) {
    if (std::holds_alternative<std::nullptr_t>(node.value)) return;
    if (!node.object()) {
      return problems_.warning(
          node.place,
          fmt::format("\"attrs\" of part {} must be an object; it is ignored", part.id.text),
          part.id.text);
    }
    for (const auto& member : *node.object()) {
      if (std::holds_alternative<std::nullptr_t>(member.node.value)) continue;
      auto text = attribute_text(member.node);
      if (!text) {
        problems_.warning(member.node.place,
                          fmt::format("attribute \"{}\" of part {} must be a string; it is ignored",
                                      member.name, part.id.text),
                          part.id.text);
        continue;
      }
      part.attributes[std::string(member.name)] = {{std::move(*text), member.node.place},
                                                   member.place};
    }
  }

  /// Wokwi writes strings. Hand-written files also contain numbers and Booleans, which are
  /// converted to strings.
  static std::optional<std::string> attribute_text(const JsonNode& node) {
    if (node.string()) return std::string(*node.string());
    if (node.number()) return plain(*node.number());
    if (node.boolean()) return std::string(1, *node.boolean() ? '1' : '0');
    if (!node.array()) return std::nullopt;
    boost::json::array words;
    for (const JsonNode& element : *node.array()) {
      if (!element.string()) return std::nullopt;
      words.emplace_back(*element.string());
    }
    return boost::json::serialize(words);
  }

  void read_connection(const JsonNode& node, Board& board) {
    const auto* list = node.array();
    if (!list || list->size() < 2 || !(*list)[0].string() || !(*list)[1].string()) {
      return problems_.warning(node.place,
                               "a connection is a list: two pins such as \"led1:A\", a color, a "
                               "path of steps; this is left out");
    }
    const JsonNode::Array& items = *list;
    BoardConnection connection;
    connection.from = {std::string(*items[0].string()), items[0].place};
    connection.to = {std::string(*items[1].string()), items[1].place};
    if (items.size() > 2 && !std::holds_alternative<std::nullptr_t>(items[2].value)) {
      if (items[2].string()) {
        connection.color = *items[2].string();
      } else {
        problems_.warning(items[2].place, "a connection's third item is a color, as a string");
      }
    }
    if (items.size() > 3) read_path(items[3], connection);
    board.connections.push_back(std::move(connection));
  }

  void read_path(const JsonNode& node, BoardConnection& connection) {
    if (!node.array()) {
      return problems_.warning(node.place, "a connection's fourth item is a list of steps");
    }
    for (const JsonNode& step : *node.array()) {
      if (step.string()) {
        connection.path.emplace_back(*step.string());
      } else {
        problems_.warning(step.place,
                          "a step of a connection's path is a string such as \"v10\" or \"*\"");
      }
    }
  }

  Problems& problems_;
  std::unordered_map<std::string, Place> ids_;
};

}  // namespace

Board read_board(std::string_view text, Problems& problems) {
  const JsonTree tree = parse_json(text, problems);
  if (problems.has_errors()) return {};
  return Reader(problems).read(tree.root());
}

std::filesystem::path board_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? path / "diagram.json" : path;
}

Result<std::string> read_board_text(const std::filesystem::path& file) {
  return read_text_file(file, "board", kLargestBoardFile);
}

}  // namespace pinbridge::board

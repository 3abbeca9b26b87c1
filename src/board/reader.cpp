#include "board/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <optional>
#include <unordered_map>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "board/json_tree.hpp"

namespace pinbridge {
namespace {

constexpr std::uintmax_t kMostBytes = 16U << 20U;
/// An id is part of names that everybody sees, of a chip's socket among them.
constexpr std::size_t kLongestId = 64;

std::string plain(double number) {
  return number == std::floor(number) && std::abs(number) < 1e15
             ? fmt::format("{}", static_cast<long long>(number))
             : fmt::format("{}", number);
}

/// Turns the tree into parts and connections; one object a file.
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
    for (const JsonNode& part : list(root, "parts")) read_part(part, board);
    for (const JsonNode& connection : list(root, "connections")) read_connection(connection, board);
    return board;
  }

 private:
  void check_version(const JsonNode& version) {
    if (!version.number() || *version.number() != 1) {
      problems_.warning(version.place,
                        "\"version\" is not 1, the only version of this format known");
    }
  }

  const JsonNode::Array& list(const JsonNode& root, std::string_view name) {
    static const JsonNode::Array kEmpty;
    const JsonNode* node = root.find(name);
    if (!node) {
      problems_.error(root.place, fmt::format("the board has no \"{}\"; it is a list", name));
      return kEmpty;
    }
    if (!node->array()) {
      problems_.error(node->place, fmt::format("\"{}\" must be a list", name));
      return kEmpty;
    }
    return *node->array();
  }

  void read_part(const JsonNode& node, Board& board) {
    if (!node.object())
      return problems_.error(node.place, "a part is an object with \"id\" and \"type\"");
    BoardPart part;
    if (!required_text(node, "id", "a part", part.id)) return;
    if (!required_text(node, "type", fmt::format("part {}", part.id.text), part.type) ||
        !check_id(part.id)) {
      board.refused.insert(part.id.text);
      return;
    }
    part.left = number(node, "left", part.id.text);
    part.top = number(node, "top", part.id.text);
    part.rotate = number(node, "rotate", part.id.text);
    if (const JsonNode* hide = node.find("hide")) part.hide = hide->boolean() && *hide->boolean();
    if (const JsonNode* attributes = node.find("attrs")) read_attributes(*attributes, part);
    board.parts.push_back(std::move(part));
  }

  bool check_id(const PlacedText& id) {
    const auto refuse = [&](std::string_view why) {
      problems_.error(id.place, fmt::format("part id \"{}\" {}", id.text, why), id.text);
      return false;
    };
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (id.text.find(':') != std::string::npos) {
      return refuse("has a colon, which parts an id from a pin");
    }
    if (std::ranges::any_of(id.text, is_control)) {
      return refuse("has a control character; letters, digits and signs are for ids");
    }
    if (id.text.size() > kLongestId) {
      return refuse(fmt::format("is longer than {} bytes", kLongestId));
    }
    const auto [first, fresh] = ids_.emplace(id.text, id.place);
    return fresh || refuse(fmt::format("is taken by the part in line {}", first->second.line));
  }

  bool required_text(const JsonNode& node, std::string_view name, std::string_view whose,
                     PlacedText& text) {
    const JsonNode* found = node.find(name);
    if (found && found->string() && !found->string()->empty()) {
      text = {*found->string(), found->place};
      return true;
    }
    problems_.error(found ? found->place : node.place,
                    fmt::format("{} needs \"{}\", a text that is not empty", whose, name));
    return false;
  }

  double number(const JsonNode& node, std::string_view name, const std::string& part) {
    const JsonNode* found = node.find(name);
    if (!found) return 0;
    if (found->number()) return *found->number();
    problems_.warning(found->place, fmt::format("\"{}\" is not a number; 0 is taken", name), part);
    return 0;
  }

  void read_attributes(const JsonNode& node, BoardPart& part) {
    if (!node.object()) {
      return problems_.error(node.place,
                             fmt::format("\"attrs\" of part {} must be an object", part.id.text),
                             part.id.text);
    }
    for (const auto& member : *node.object()) {
      auto text = attribute_text(member.node);
      if (!text) {
        problems_.error(
            member.node.place,
            fmt::format("attribute \"{}\" of part {} must be a text", member.name, part.id.text),
            part.id.text);
        continue;
      }
      part.attributes[member.name] = {std::move(*text), member.node.place};
      part.attribute_names[member.name] = member.place;
    }
  }

  /// Wokwi writes texts; hand-written files have numbers and Booleans too, and mean their texts.
  static std::optional<std::string> attribute_text(const JsonNode& node) {
    if (node.string()) return *node.string();
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
    const auto* items = node.array();
    if (!items || items->size() < 2 || !items->at(0).string() || !items->at(1).string()) {
      return problems_.error(
          node.place,
          "a connection is a list: two pins such as \"led1:A\", a color, a path of steps");
    }
    BoardConnection connection;
    connection.from = {*items->at(0).string(), items->at(0).place};
    connection.to = {*items->at(1).string(), items->at(1).place};
    if (items->size() > 2) {
      if (items->at(2).string()) {
        connection.color = *items->at(2).string();
      } else {
        problems_.warning(items->at(2).place, "a connection's third item is a color, as a text");
      }
    }
    if (items->size() > 3) read_path(items->at(3), connection);
    board.connections.push_back(std::move(connection));
  }

  void read_path(const JsonNode& node, BoardConnection& connection) {
    if (!node.array()) {
      return problems_.warning(node.place, "a connection's fourth item is a list of steps");
    }
    for (const JsonNode& step : *node.array()) {
      if (step.string()) {
        connection.path.push_back(*step.string());
      } else {
        problems_.warning(step.place,
                          "a step of a connection's path is a text such as \"v10\" or \"*\"");
      }
    }
  }

  Problems& problems_;
  std::unordered_map<std::string, Place> ids_;
};

}  // namespace

Board read_board(std::string_view text, Problems& problems) {
  const JsonNode root = parse_json(text, problems);
  if (problems.has_errors()) return {};
  return Reader(problems).read(root);
}

std::filesystem::path board_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? path / "diagram.json" : path;
}

Result<std::string> read_board_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return make_error(ErrorCode::not_found, "cannot open board {}: {}", file.string(),
                      std::strerror(errno));
  }
  std::string text;
  std::vector<char> block(1U << 16U);
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
         stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMostBytes) {
      return make_error(ErrorCode::invalid, "board {} is larger than 16 MiB", file.string());
    }
  }
  if (stream.bad()) {
    return make_error(ErrorCode::system, "cannot read board {}: {}", file.string(),
                      std::strerror(errno));
  }
  return text;
}

}  // namespace pinbridge

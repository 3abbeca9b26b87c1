#include "board/json_tree.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

namespace pinbridge::board {
namespace {

namespace json = boost::json;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_separator(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}';
}

/// Where the token at the front of `text` ends: a string with its quotes, a number or a literal, or
/// the bracket that begins an array or object.
std::size_t token_length(std::string_view text) {
  const char first = text.front();
  std::size_t end = 1;
  if (first == '"') {
    for (; end < text.size(); ++end) {
      if (text[end] == '"') return end + 1;
      if (text[end] == '\\') ++end;
    }
    return text.size();
  }
  if (first == '{' || first == '[') return end;
  while (end < text.size() && !is_space(text[end]) && !is_separator(text[end])) ++end;
  return end;
}

/// The tokens of a text, one after the other, with their places.
class Tokens {
 public:
  explicit Tokens(std::string_view text)
      : at_(text.data()), end_(at_ + text.size()), line_begin_(at_) {}

  /// The place of the next token that is a name, a value, or the beginning of one.
  Place next() {
    for (; at_ != end_ && (is_space(*at_) || is_separator(*at_)); ++at_) {
      if (*at_ == '\n') begin_line();
    }
    const Place place = here();
    // A token is on one line: the parser accepts no line feed in a string.
    if (at_ != end_) at_ += token_length({at_, end_});
    return place;
  }

 private:
  void begin_line() {
    ++line_;
    line_begin_ = at_ + 1;
  }
  Place here() const { return {line_, static_cast<std::uint32_t>(at_ - line_begin_) + 1}; }

  const char* at_;
  const char* end_;
  const char* line_begin_;
  std::uint32_t line_ = 1;
};

/// The place of what follows `text`, which begins the file.
Place after(std::string_view text) {
  const auto lines = std::ranges::count(text, '\n');
  const auto column = text.size() - (text.rfind('\n') + 1);
  return {static_cast<std::uint32_t>(lines + 1), static_cast<std::uint32_t>(column + 1)};
}

/// What is likely to be wrong where `text` ends, before `rest`: "; JSON has no comments". Empty if
/// nothing is known.
std::string_view advice_on(std::string_view text, std::string_view rest) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  const char before = text.empty() ? '\0' : text.back();
  const char at = rest.empty() ? '\0' : rest.front();
  if (at == '\0') return "";
  if (before == ',' && (at == ']' || at == '}')) return "; remove the comma before this bracket";
  if (at == '/' || at == '#') return "; JSON has no comments";
  if (at == '\'') return "; names and texts are in double quotes";
  if (static_cast<unsigned char>(at) >= 0x80) return "; the file is not in UTF-8";
  if (at == '\n' || at == '\r') return "; a text ends on the line on which it begins";
  const bool after_value = before == '"' || before == '}' || before == ']' ||
                           std::isdigit(static_cast<unsigned char>(before));
  if (after_value && (at == '"' || at == '{' || at == '['))
    return "; a comma is missing before this";
  return "";
}

/// Builds the tree from the parser's events, which come in the order of the text's tokens.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  TreeBuilder(std::string_view text, Problems& problems, std::size_t most)
      : tokens_(text), problems_(problems), most_(most) {}

  JsonTree take() { return {std::move(memory_), root_}; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& error) { return open(false, members_.size(), error); }
  bool on_object_end(std::size_t, json::error_code&) {
    report_repeated_names(std::span(members_).subspan(open_.back().first));
    return close(members_);
  }
  bool on_array_begin(json::error_code& error) { return open(true, elements_.size(), error); }
  bool on_array_end(std::size_t, json::error_code&) { return close(elements_); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    members_.push_back({tokens_.next(), whole_text(part), {}});
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    return add(whole_text(part), error);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
    return add(static_cast<double>(number), error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& error) {
    return add(static_cast<double>(number), error);
  }
  bool on_double(double number, json::string_view, json::error_code& error) {
    return add(number, error);
  }
  bool on_bool(bool value, json::error_code& error) { return add(value, error); }
  bool on_null(json::error_code& error) { return add(nullptr, error); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  /// An array or object that has begun.
  struct Open {
    Place place;
    bool is_array;
    std::size_t first;  ///< where its elements or members begin in their stack
  };

  bool begin_value(json::error_code& error) {
    if (values_ == most_) {
      error = json::error::array_too_large;
      return false;
    }
    ++values_;
    return true;
  }
  template <class T>
  bool add(T value, json::error_code& error) {
    if (!begin_value(error)) return false;
    put({tokens_.next(), value});
    return true;
  }
  bool open(bool is_array, std::size_t first, json::error_code& error) {
    if (!begin_value(error)) return false;
    open_.push_back({tokens_.next(), is_array, first});
    return true;
  }
  /// The innermost array or object ends; `stack` ends with what is in it.
  template <class T>
  bool close(std::vector<T>& stack) {
    const Open ended = open_.back();
    open_.pop_back();
    const std::span values = std::span(stack).subspan(ended.first);
    const JsonList<T> kept(keep(values), values.size());
    stack.resize(ended.first);
    put({ended.place, kept});
    return true;
  }
  void put(const JsonNode& node) {
    if (open_.empty()) {
      root_ = node;
    } else if (open_.back().is_array) {
      elements_.push_back(node);
    } else {
      members_.back().node = node;
    }
  }
  std::string_view whole_text(std::string_view last_part) {
    std::string_view text = last_part;
    if (!text_.empty()) text = text_.append(last_part);
    const std::string_view kept(keep(std::span(text)), text.size());
    text_.clear();
    return kept;
  }
  template <class T>
  std::remove_const_t<T>* keep(std::span<T> values) {
    using Value = std::remove_const_t<T>;
    // They end with their memory.
    static_assert(std::is_trivially_destructible_v<Value>);
    auto* const kept =
        std::pmr::polymorphic_allocator<Value>(memory_.get()).allocate(values.size());
    std::ranges::uninitialized_copy(values, std::span(kept, values.size()));
    return kept;
  }
  void report_repeated_names(std::span<const JsonNode::Member> members) {
    constexpr std::size_t kFew = 8;
    if (members.size() <= kFew) {
      // Nearly all objects: comparing is cheaper than a set.
      for (std::size_t i = 1; i < members.size(); ++i) {
        const auto before = members.first(i);
        if (std::ranges::count(before, members[i].name, &JsonNode::Member::name) > 0) {
          report_repeated(members[i]);
        }
      }
      return;
    }
    std::unordered_set<std::string_view> seen;
    for (const auto& member : members) {
      if (!seen.insert(member.name).second) report_repeated(member);
    }
  }
  void report_repeated(const JsonNode::Member& member) {
    problems_.warning(
        member.place,
        fmt::format("\"{}\" occurs twice in this object; the last one is used", member.name));
  }

  std::unique_ptr<JsonTree::Memory> memory_ = std::make_unique<JsonTree::Memory>();
  Tokens tokens_;
  Problems& problems_;
  std::size_t most_;
  std::size_t values_ = 0;
  JsonNode root_;
  std::vector<Open> open_;
  std::vector<JsonNode> elements_;         ///< of all open arrays
  std::vector<JsonNode::Member> members_;  ///< of all open objects
  std::string text_;                       ///< the parts of a name or string, while they come
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  const JsonNode* found = nullptr;
  if (const auto* members = object()) {
    for (const auto& member : *members) {
      if (member.name == name) found = &member.node;
    }
  }
  return found;
}

JsonTree parse_json(std::string_view text, Problems& problems, std::size_t most) {
  // A byte order mark, which Windows editors write: the text is UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  json::basic_parser<TreeBuilder> parser(json::parse_options{}, text, problems, most);
  json::error_code error;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), error);
  // Text after a complete value is not consumed.
  if (consumed < text.size() && !error) error = json::error::extra_data;
  if (!error) return parser.handler().take();
  const Place place = after(text.substr(0, consumed));
  if (error == json::error::array_too_large) {
    problems.error(place, fmt::format("a file has at most {} values", most));
  } else {
    const auto advice = advice_on(text.substr(0, consumed), text.substr(consumed));
    problems.error(place, fmt::format("this is not JSON: {}{}", error.message(), advice));
  }
  return {};
}

}  // namespace pinbridge::board

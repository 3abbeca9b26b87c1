#include "scenario/step_fields.hpp"

#include <set>
#include <vector>

#include "base/number.hpp"
#include "board/nearest.hpp"
#include "scenario/quantity.hpp"

namespace pinbridge::scenario {
namespace {

constexpr std::int64_t kMostCounted = 1'000'000;

}  // namespace

Place place_of(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

std::string text_of(const YAML::Node& node, const std::string& what) {
  if (node.IsScalar()) return node.Scalar();
  throw Fault{place_of(node.Mark()), fmt::format("{} must be a string or a number", what)};
}

void refuse_duplicates(const YAML::Node& map) {
  std::set<std::string> seen;
  for (const auto& entry : map) {
    const std::string name = text_of(entry.first, "a key");
    if (seen.insert(name).second) continue;
    throw Fault{place_of(entry.first.Mark()), fmt::format("the key {} is there twice", name)};
  }
}

Fields::Fields(std::string step, const YAML::Node& node) : step_(std::move(step)), node_(node) {
  if (!node_.IsMap()) {
    throw Fault{place_of(node_.Mark()), fmt::format("{} takes keys with values", step_)};
  }
  refuse_duplicates(node_);
}

std::optional<YAML::Node> Fields::find(std::initializer_list<const char*> names) {
  std::optional<YAML::Node> found;
  const char* written = "";
  for (const char* name : names) {
    known_.insert(name);
    const YAML::Node value = std::as_const(node_)[name];
    if (!value) continue;
    if (found) {
      throw Fault{place_of(value.Mark()),
                  fmt::format("{} has {} already, which means the same; leave one of them out",
                              name, written)};
    }
    found = value;
    written = name;
  }
  return found;
}

YAML::Node Fields::get(std::initializer_list<const char*> names) {
  if (const auto found = find(names)) return *found;
  throw Fault{place_of(node_.Mark()), fmt::format("{} requires {}", step_, *names.begin())};
}

std::string Fields::text(std::initializer_list<const char*> names) {
  return text_of(get(names), *names.begin());
}

std::string Fields::text(std::initializer_list<const char*> names, const std::string& fallback) {
  const auto found = find(names);
  return found ? text_of(*found, *names.begin()) : fallback;
}

Duration Fields::time(std::initializer_list<const char*> names, Duration fallback) {
  const auto found = find(names);
  return found ? require(parse_time(text_of(*found, *names.begin())), *found) : fallback;
}

double Fields::share(const char* name, double fallback) {
  const auto found = find({name});
  return found ? require(parse_share(text_of(*found, name)), *found) : fallback;
}

std::int64_t Fields::count(std::initializer_list<const char*> names, std::int64_t fallback) {
  const auto found = find(names);
  if (!found) return fallback;
  const auto number = parse_number<std::int64_t>(text_of(*found, *names.begin()));
  if (number && *number >= 1 && *number <= kMostCounted) return *number;
  throw Fault{place_of(found->Mark()),
              fmt::format("\"{}\" is not a number from 1 to {}", found->Scalar(), kMostCounted)};
}

bool Fields::flag(const char* name) {
  const auto found = find({name});
  if (!found) return false;
  const std::string word = text_of(*found, name);
  if (word == "true" || word == "false") return word == "true";
  throw Fault{place_of(found->Mark()),
              fmt::format("\"{}\" is neither true nor false, which {} takes", word, name)};
}

Edge Fields::edge(Edge fallback) {
  const auto found = find({"edge"});
  if (!found) return fallback;
  const std::string word = text_of(*found, "edge");
  if (word == "rising") return Edge::rising;
  if (word == "falling") return Edge::falling;
  if (word == "both") return Edge::both;
  throw Fault{place_of(found->Mark()),
              fmt::format("\"{}\" is not an edge; write rising, falling or both", word)};
}

void Fields::finish() const {
  for (const auto& entry : node_) {
    const std::string name = text_of(entry.first, "a key");
    if (known_.contains(name)) continue;
    throw Fault{place_of(entry.first.Mark()),
                fmt::format("{} has no key \"{}\"{}", step_, name,
                            board::Guesser().did_you_mean(
                                name, std::vector<std::string>(known_.begin(), known_.end())))};
  }
}

std::string Fields::pin(const std::string& fallback) {
  const std::string part = text({"part-id"}, "");
  const std::string name = text({"pin", "name"}, part.empty() ? "" : fallback);
  if (name.empty()) throw Fault{place_of(node_.Mark()), step_ + " requires pin"};
  if (!part.empty() && name.find(':') != std::string::npos) {
    throw Fault{place_of(node_.Mark()),
                fmt::format("\"{}\" names its part already; leave part-id out", name)};
  }
  if (part.empty() && name.find(':') == std::string::npos) {
    throw Fault{
        place_of(node_.Mark()),
        fmt::format("\"{}\" is a pin of no part; write PART:{} or add part-id", name, name)};
  }
  return part.empty() ? name : part + ":" + name;
}

}  // namespace pinbridge::scenario

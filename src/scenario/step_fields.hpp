#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "base/result.hpp"
#include "base/time.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// What is wrong, and where. Thrown while a scenario is read, and caught by read_scenario(): a
/// reader of a tree of values would otherwise be mostly checks.
struct Fault {
  Place place;
  std::string message;
};

Place place_of(const YAML::Mark& mark);

template <class T>
T require(const Result<T>& result, const YAML::Node& node) {
  if (!result) throw Fault{place_of(node.Mark()), result.error().message};
  return *result;
}

/// The text of a scalar; `what` names it in errors.
std::string text_of(const YAML::Node& node, const std::string& what);

/// Fails at a key that a map has twice: all but one of its values would be passed over.
void refuse_duplicates(const YAML::Node& map);

/// The keys of one step. What is not read is unknown: a misspelt key must not be passed over.
class Fields {
 public:
  Fields(std::string step, const YAML::Node& node);

  /// The value of that of these keys that exists: they mean the same. Fails at a second one.
  std::optional<YAML::Node> find(std::initializer_list<const char*> names);

  YAML::Node get(std::initializer_list<const char*> names);
  std::string text(std::initializer_list<const char*> names);
  std::string text(std::initializer_list<const char*> names, const std::string& fallback);
  Duration time(std::initializer_list<const char*> names, Duration fallback);
  double share(const char* name, double fallback);
  std::int64_t count(std::initializer_list<const char*> names, std::int64_t fallback);

  /// A pin: `pin: led0:A`, or `part-id` with `pin` or `name`.
  std::string pin(const std::string& fallback = "");

  /// `true` or `false`; false if the key does not exist.
  bool flag(const char* name);
  Edge edge(Edge fallback);

  /// Fails at a key that nothing has asked for.
  void finish() const;

 private:
  std::string step_;
  YAML::Node node_;
  std::set<std::string> known_;
};

}  // namespace pinbridge::scenario

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace pinbridge::testing {

/// A machine's object tree, as QEMU reports it by QMP: qom-list's answers by path, qom-get's by
/// path and property.
class FakeMachine {
 public:
  /// A GPIO controller with so many unnamed inputs and outputs, and what it lies in.
  FakeMachine& device(const std::string& path, std::string_view type, std::uint64_t address,
                      std::size_t pins, const std::string& name = "") {
    child(path, type);
    child(path + "/region[0]", "memory-region");
    get(path + "/region[0]", "addr", address);
    get(path + "/region[0]", "container", "/machine/memory[0]");
    get("/machine/memory[0]", "addr", 0);
    get("/machine/memory[0]", "container", "");
    for (std::size_t i = 0; i < pins; ++i) {
      property(path, fmt::format("unnamed-gpio-in[{}]", i), "child<irq>");
      property(path, fmt::format("unnamed-gpio-out[{}]", i), "link<irq>");
    }
    if (!name.empty()) {
      property(path, "name", "str");
      get(path, "name", boost::json::string(name));
    }
    return *this;
  }
  FakeMachine& property(const std::string& path, std::string_view name, std::string_view type) {
    listed[path].push_back(boost::json::object{{"name", name}, {"type", type}});
    return *this;
  }
  /// An object, and those above it.
  FakeMachine& child(const std::string& path, std::string_view type) {
    if (!known_.insert(path).second) return *this;
    const std::size_t slash = path.rfind('/');
    const std::string parent = path.substr(0, slash);
    if (parent != "/machine") child(parent, "container");
    return property(parent, path.substr(slash + 1), fmt::format("child<{}>", type));
  }
  void get(const std::string& path, std::string_view property, boost::json::value value) {
    got[fmt::format("{} {}", path, property)] = std::move(value);
  }

  std::map<std::string, boost::json::array> listed;
  std::map<std::string, boost::json::value> got;

 private:
  std::set<std::string> known_;
};

}  // namespace pinbridge::testing

#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bench/attributes.hpp"
#include "bench/control.hpp"
#include "bench/part.hpp"

namespace pinbridge {

/// An attribute that a type of part takes.
struct AttributeSpec {
  std::string name;
  std::string fallback;  ///< what absence means, for people
  std::string meaning;   ///< one sentence; empty for what only the picture needs
};

/// A kind of part that a board may name.
struct PartType {
  std::string name;     ///< as in the file: "wokwi-led"
  std::string summary;  ///< one sentence
  std::vector<AttributeSpec> attributes;
  std::vector<ControlSpec> controls;
  /// Always makes a part; values that it does not accept are noted in the attributes.
  std::function<std::unique_ptr<Part>(Attributes&)> make;
  bool is_chip = false;              ///< it stands for lines of a guest
  bool takes_any_attribute = false;  ///< attributes of Wokwi's that mean nothing here
  /// The text that defines a type of one board, such as the content of a file. When it changes, all
  /// parts of the type are made anew. nullptr for types of the program.
  std::shared_ptr<const std::string> definition{};
  bool is_strict = false;  ///< a wrong value of an attribute is an error, as it is for a chip
};

/// All kinds of parts.
class Catalog {
 public:
  /// A type of the same name as an earlier one takes its place.
  void add(PartType type) {
    by_name_.insert_or_assign(type.name, types_.size());
    types_.push_back(std::move(type));
  }

  /// nullptr if there is none of that name.
  const PartType* find(std::string_view name) const {
    const auto found = by_name_.find(std::string(name));
    return found == by_name_.end() ? nullptr : &types_[found->second];
  }

  std::span<const PartType> types() const { return types_; }

 private:
  std::vector<PartType> types_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace pinbridge

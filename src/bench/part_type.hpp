#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
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
  /// Always makes a part; what it could not take is noted in the attributes.
  std::function<std::unique_ptr<Part>(Attributes&)> make;
};

/// All kinds of parts there are.
class Catalog {
 public:
  void add(PartType type) { types_.push_back(std::move(type)); }

  /// nullptr if there is none of that name.
  const PartType* find(std::string_view name) const {
    for (const PartType& type : types_) {
      if (type.name == name) return &type;
    }
    return nullptr;
  }

  std::span<const PartType> types() const { return types_; }

 private:
  std::vector<PartType> types_;
};

}  // namespace pinbridge

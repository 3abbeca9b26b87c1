#pragma once

#include <map>
#include <memory>
#include <string>

#include "bench/part.hpp"

namespace pinbridge {

/// A part with its name.
struct PartInstance {
  std::string id;
  std::string type;
  std::unique_ptr<Part> part;
  std::map<std::string, std::string> attributes;    ///< from which it was made
  std::shared_ptr<const std::string> definition{};  ///< of its type (PartType)
};

}  // namespace pinbridge

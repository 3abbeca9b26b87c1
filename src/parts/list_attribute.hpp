#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/attributes.hpp"

namespace pinbridge::parts {

/// The items of an attribute that is a JSON list of texts or whole numbers: `["1", "A"]`. nullopt
/// where the file has none, or something else, which is noted.
std::optional<std::vector<std::string>> list_attribute(Attributes& attributes,
                                                       std::string_view name);

}  // namespace pinbridge::parts

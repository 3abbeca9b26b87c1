#include "api/method.hpp"

#include <string>
#include <utility>

namespace pinbridge::api {

Result<std::vector<std::string>> as_names(const Parameters& parameters) {
  std::vector<std::string> names;
  names.reserve(parameters.size);
  for (std::uint32_t i = 0; i < parameters.size; ++i) {
    auto name = as_text(parameters.ptr[i], "a pin");
    if (!name) return name.error();
    names.push_back(std::move(*name));
  }
  return names;
}

Answer state_of(const Commands& commands, PartId part) {
  return [&commands, part](Packer& packer) {
    pack_part_state(packer, commands.bench(), part, commands.bench().now());
  };
}

}  // namespace pinbridge::api

#include "base/pin_name.hpp"

namespace pinbridge {
namespace {

std::pair<std::string_view, std::string_view> split(std::string_view name,
                                                    std::string_view usual_member) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {name, usual_member};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

}  // namespace

std::pair<std::string_view, std::string_view> split_pin_name(std::string_view name) {
  return split(name, {});
}

std::pair<std::string_view, std::string_view> split_button_name(std::string_view name) {
  return split(name, "pressed");
}

}  // namespace pinbridge

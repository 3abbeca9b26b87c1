#include "links/controllers/controller_choice.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/ranges.h>

#include "base/number.hpp"

namespace pinbridge::controllers {
namespace {

std::string known_types() {
  std::vector<std::string_view> names;
  for (const ControllerType* type : controller_types()) names.push_back(type->qom_type);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "pl061 at /machine/…" a piece, or where one type has many, "imx.gpio[0] to imx.gpio[6]".
std::string describe(std::span<const ControllerName> controllers) {
  if (controllers.empty()) return "none";
  std::map<std::string_view, std::size_t> counts;
  for (const ControllerName& controller : controllers) ++counts[controller.type];
  std::vector<std::string> texts;
  texts.reserve(counts.size());
  for (const auto& [type, count] : counts) {
    texts.push_back(count == 1 ? std::string(type)
                               : fmt::format("{0}[0] to {0}[{1}]", type, count - 1));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

Result<ControllerChoice> ControllerChoice::parse(std::string_view text) {
  ControllerChoice choice;
  choice.text_ = text;
  if (text == "auto") return choice;
  if (text.starts_with('/')) {
    choice.path_ = text;
    return choice;
  }
  std::string_view type = text;
  if (const auto open = text.find('['); open != std::string_view::npos && text.ends_with(']')) {
    type = text.substr(0, open);
    const auto index = parse_number<std::size_t>(text.substr(open + 1, text.size() - open - 2));
    if (!index) {
      return make_error(ErrorCode::invalid,
                        "\"{}\" has no number in its brackets; write {}[0] for the first", text,
                        type);
    }
    choice.index_ = index;
  }
  choice.type_ = find_controller_type(type);
  if (choice.type_ == nullptr) {
    return make_error(
        ErrorCode::invalid,
        "\"{}\" is not a controller; write \"auto\", a path in QEMU's object tree "
        "(/machine/soc/gpio1), or one of {}, of several with [0] behind it; pinbridge "
        "controllers -- qemu-… lists a machine's",
        text, known_types());
  }
  return choice;
}

bool ControllerChoice::fits(const ControllerName& controller) const {
  if (!path_.empty()) return controller.path == path_;
  return type_ == nullptr || controller.type == type_->qom_type;
}

Result<std::size_t> ControllerChoice::find(std::span<const ControllerName> controllers) const {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < controllers.size(); ++i) {
    if (fits(controllers[i])) fitting.push_back(i);
  }
  if (index_ ? *index_ < fitting.size() : fitting.size() == 1) {
    return fitting[index_.value_or(0)];
  }
  if (fitting.empty() || index_) {
    return make_error(ErrorCode::not_found, "the machine has no controller \"{}\"; it has {}",
                      text_, describe(controllers));
  }
  return make_error(ErrorCode::invalid,
                    "the machine has {} controllers that \"{}\" could be; name one: {}",
                    fitting.size(), text_, describe(controllers));
}

}  // namespace pinbridge::controllers

#include "cli/duration_option.hpp"

#include "base/period.hpp"

namespace pinbridge::cli {

CLI::Option* add_duration_option(CLI::App& command, const std::string& names, Duration& value,
                                 const std::string& meaning, const std::string& fallback) {
  auto* option = command.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        const auto duration = parse_duration(text);
        if (!duration) throw CLI::ValidationError(names, duration.error().message);
        value = *duration;
      },
      meaning);
  option->type_name("DURATION");
  if (!fallback.empty()) option->default_str(fallback);
  return option;
}

}  // namespace pinbridge::cli

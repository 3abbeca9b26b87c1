#include "cli/man_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/version.hpp"
#include "cli/help_page.hpp"

namespace pinbridge::cli {
namespace {

/// Text for troff: a backslash, a leading control character and a minus sign have a meaning there.
std::string escaped(std::string_view text) {
  std::string all;
  for (const char c : text) {
    const bool at_start = all.empty() || all.back() == '\n';
    if (at_start && (c == '.' || c == '\'')) all += "\\&";
    if (c == '\\') {
      all += "\\e";
    } else if (c == '-') {
      all += "\\-";
    } else {
      all += c;
    }
  }
  return all;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string head(const std::string& name, const std::string& summary) {
  return fmt::format(".TH {} 1 \"\" \"pinbridge {}\" \"Pinbridge\"\n.SH NAME\n{} \\- {}\n",
                     upper(name), kVersion, escaped(name), escaped(summary));
}

std::string item(const OptionText& option) {
  std::string label = "\\fB" + escaped(option.names) + "\\fR";
  if (!option.value.empty()) label += " \\fI" + escaped(option.value) + "\\fR";
  return fmt::format(".TP\n{}\n{}\n", label, escaped(option.meaning));
}

std::string page(const Command& command) {
  const CommandPage content = page_of(command);
  std::string text = head("pinbridge-" + command.get_name(), command.get_description());
  text += fmt::format(".SH SYNOPSIS\n{}\n.SH DESCRIPTION\n{}.\n", escaped(content.synopsis),
                      escaped(command.get_description()));
  if (!command.details().empty()) text += escaped(command.details()) + "\n";
  if (!content.arguments.empty()) text += ".SH ARGUMENTS\n";
  for (const OptionText& argument : content.arguments) text += item(argument);
  text += ".SH OPTIONS\n";
  for (const OptionText& option : content.options) text += item(option);
  text += ".SH EXIT STATUS\n";
  for (const auto& [status, meaning] : command.exit_statuses()) {
    text += fmt::format(".TP\n{}\n{}\n", status, escaped(meaning));
  }
  text += ".SH EXAMPLES\n";
  for (const Example& example : command.examples()) {
    text += fmt::format(".TP\n{}\n{}\n", escaped(example.command), escaped(example.effect));
  }
  return text + ".SH SEE ALSO\n.BR pinbridge (1)\n";
}

std::string main_page(const Program& program) {
  std::string text = head("pinbridge", program.parser().get_description());
  text += ".SH SYNOPSIS\npinbridge COMMAND [OPTION…] [ARGUMENT…]\n.SH COMMANDS\n";
  for (const auto& [name, commands] : grouped(program)) {
    text += fmt::format(".SS {}\n", escaped(name));
    for (const Command* command : commands) {
      text += fmt::format(".TP\n.BR pinbridge\\-{} (1)\n{}\n", escaped(command->get_name()),
                          escaped(command->get_description()));
    }
  }
  text += ".SH OPTIONS\n";
  for (const OptionText& option : program_options(program)) text += item(option);
  return text +
         ".SH ENVIRONMENT\n.TP\nPINBRIDGE_SOCKET\nthe bench's socket, if \\-\\-socket is not "
         "given\n.TP\nXDG_RUNTIME_DIR\nthe directory of the default socket\n";
}

}  // namespace

std::map<std::string, std::string> man_pages(const Program& program) {
  std::map<std::string, std::string> pages{{"pinbridge.1", main_page(program)}};
  for (const auto& command : program.commands()) {
    pages.emplace("pinbridge-" + command->get_name() + ".1", page(*command));
  }
  return pages;
}

}  // namespace pinbridge::cli

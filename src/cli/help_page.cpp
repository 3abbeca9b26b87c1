#include "cli/help_page.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pinbridge::cli {
namespace {

constexpr std::size_t kWidth = 90;
constexpr std::size_t kColumn = 28;

/// The number of columns of a UTF-8 text.
std::size_t columns(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

/// Breaks a text at spaces; all lines but the first are indented.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::string all;
  std::size_t column = indent;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    if (column + 1 + columns(word) > kWidth && column > indent) {
      all += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (start != 0) {
      all += ' ';
      ++column;
    }
    all += word;
    column += columns(word);
    start = end + 1;
  }
  return all;
}

/// Two columns; a name that is too long for the first gets its own line.
std::string row(const std::string& name, const std::string& meaning) {
  std::string line = "  " + name;
  if (columns(line) + 2 > kColumn) {
    line += "\n" + std::string(kColumn, ' ');
  } else {
    line += std::string(kColumn - columns(line), ' ');
  }
  return line + wrapped(meaning, kColumn) + "\n";
}

std::string meaning_of(const CLI::Option& option) {
  std::string text = option.get_description();
  const std::string fallback = option.get_default_str();
  if (!fallback.empty() && text.find("(default") == std::string::npos) {
    text += fmt::format(" (default: {})", fallback);
  }
  return text;
}

bool takes_several(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

/// "PIN…"
std::string argument_name(const CLI::Option& option) {
  return option.get_type_name() + (takes_several(option) ? "…" : "");
}

OptionText text_of(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames())
    names += (names.empty() ? "--" : ", --") + name;
  const bool flag = option.get_items_expected_max() == 0;
  return {names, flag ? "" : option.get_type_name(), meaning_of(option)};
}

std::string option_column(const OptionText& option) {
  return option.value.empty() ? option.names : option.names + " " + option.value;
}

/// A cell of a table in Markdown.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

std::string code(const std::string& text) {
  return "`" + text + "`";
}

std::string reference_of(const Command& command) {
  const CommandPage page = page_of(command);
  std::string text =
      fmt::format("### pinbridge {}\n\n{}.", command.get_name(), command.get_description());
  if (!command.details().empty()) text += " " + command.details();
  text += fmt::format("\n\n    {}\n\n", page.synopsis);
  text += "| argument or option | meaning |\n|---|---|\n";
  for (const auto* list : {&page.arguments, &page.options}) {
    for (const OptionText& option : *list) {
      text += fmt::format("| {} | {} |\n", cell(code(option_column(option))), cell(option.meaning));
    }
  }
  text += "\n| exit status | meaning |\n|---|---|\n";
  for (const auto& [status, meaning] : command.exit_statuses()) {
    text += fmt::format("| {} | {} |\n", status, cell(meaning));
  }
  text += "\n";
  for (const Example& example : command.examples()) {
    text += fmt::format("    # {}\n    {}\n", example.effect, example.command);
  }
  return text;
}

}  // namespace

CommandPage page_of(const Command& command) {
  CommandPage page;
  page.synopsis = "pinbridge " + command.get_name() + " [OPTION…]";
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;
    if (!option->get_positional()) {
      page.options.push_back(text_of(*option));
      continue;
    }
    const std::string name = argument_name(*option);
    page.arguments.push_back({name, "", meaning_of(*option)});
    page.synopsis += option->get_required() ? " " + name : " [" + name + "]";
  }
  if (command.qemu_words() != nullptr) {
    page.arguments.push_back({"-- QEMU ARGUMENT…", "",
                              "your QEMU command; env, nice, timeout or similar may precede it"});
    page.synopsis += " -- QEMU ARGUMENT…";
  }
  return page;
}

std::vector<OptionText> program_options(const Program& program) {
  std::vector<OptionText> options;
  for (const CLI::Option* option : program.parser().get_options()) {
    if (!option->get_group().empty()) options.push_back(text_of(*option));
  }
  return options;
}

std::vector<std::pair<std::string, std::vector<const Command*>>> grouped(const Program& program) {
  static constexpr std::array kOrder{group::kBoards, group::kPins, group::kTests, group::kFiles};
  std::vector<std::pair<std::string, std::vector<const Command*>>> groups;
  for (const char* name : kOrder) {
    std::vector<const Command*> commands;
    for (const auto& command : program.commands()) {
      if (command->get_group() == name) commands.push_back(command.get());
    }
    if (!commands.empty()) groups.emplace_back(name, std::move(commands));
  }
  return groups;
}

std::string help_text(const Command& command) {
  const CommandPage page = page_of(command);
  std::string text =
      fmt::format("Usage: {}\n\n{}\n", page.synopsis, wrapped(command.get_description() + ".", 0));
  if (!command.details().empty()) text += wrapped(command.details(), 0) + "\n";
  if (!page.arguments.empty()) text += "\nArguments:\n";
  for (const OptionText& argument : page.arguments) text += row(argument.names, argument.meaning);
  text += "\nOptions:\n";
  for (const OptionText& option : page.options) text += row(option_column(option), option.meaning);
  text += "\nExamples:\n";
  for (const Example& example : command.examples()) {
    text += fmt::format("  {}\n      {}\n", example.command, wrapped(example.effect, 6));
  }
  text += "\nExit status:\n";
  for (const auto& [status, meaning] : command.exit_statuses()) {
    text += fmt::format("  {:<5}{}\n", status, wrapped(meaning, 7));
  }
  return text;
}

std::string overview(const Program& program) {
  std::string text = "Usage: pinbridge COMMAND [OPTION…] [ARGUMENT…]\n\n" +
                     wrapped(program.parser().get_description() + ".", 0) + "\n";
  for (const auto& [name, commands] : grouped(program)) {
    text += fmt::format("\n{}:\n", name);
    for (const Command* command : commands) {
      text += row(command->get_name(), command->get_description());
    }
  }
  text += "\nOptions:\n";
  for (const OptionText& option : program_options(program)) {
    text += row(option_column(option), option.meaning);
  }
  return text +
         "\nA pin is written PART:PIN, for example vm:3 or led1:A.\n"
         "Run \"pinbridge COMMAND --help\" for help on a command, with examples.\n";
}

std::string reference_page(const Program& program) {
  std::string text =
      "# Command line\n\n"
      "`pinbridge --generate-reference` prints this page from the program's own options.\n\n"
      "- A pin is written PART:PIN (`vm:3`, `led1:A`). Commands that read or drive pins also\n"
      "  accept a line's name (`led0`), a part (`vm`: all its pins) and a pattern (`'vm:2?'`,\n"
      "  `'led*:A'`). A line's name takes precedence over a part with the same name; one\n"
      "  that contains \":\" is only found by a pattern.\n"
      "- A DURATION is a number with a unit: ns, us, ms, s, m or h (`250ms`).\n"
      "- [cli.schema.json](cli.schema.json) defines what `--json` prints.\n"
      "- Commands find the bench through `--socket`, else `$PINBRIDGE_SOCKET`, else in\n"
      "  `$XDG_RUNTIME_DIR`, else in `/tmp/pinbridge-UID`.\n";
  for (const auto& [name, commands] : grouped(program)) {
    text += fmt::format("\n## {}\n", name);
    for (const Command* command : commands) text += "\n" + reference_of(*command);
  }
  return text;
}

}  // namespace pinbridge::cli

#pragma once

#include <string>
#include <vector>

#include "cli/program.hpp"

namespace pinbridge::cli {

/// An argument or an option as people read it.
struct OptionText {
  std::string names;    ///< "-n, --num-events"; of an argument the metavariable
  std::string value;    ///< the metavariable, "N"; empty for a flag
  std::string meaning;  ///< with the default in parentheses
};

/// What the parser knows about a command, in the form of a page.
struct CommandPage {
  std::string synopsis;  ///< "pinbridge get [OPTION…] PIN…"
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;
};

CommandPage page_of(const Command& command);
/// The options of the program itself.
std::vector<OptionText> program_options(const Program& program);

/// `pinbridge COMMAND --help`.
std::string help_text(const Command& command);

/// `pinbridge --help`, and what bare `pinbridge` prints.
std::string overview(const Program& program);

/// docs/reference/command-line.md.
std::string reference_page(const Program& program);

/// The groups with their commands, in the order of the overview.
std::vector<std::pair<std::string, std::vector<const Command*>>> grouped(const Program& program);

}  // namespace pinbridge::cli

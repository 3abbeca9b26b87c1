#include "cli/completions.hpp"

#include <fmt/format.h>

namespace pinbridge::cli {
namespace {

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// For a text in single quotes.
std::string quoted(const std::string& text) {
  std::string all;
  for (const char c : text) all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return all;
}

std::string for_bash(const Program& program) {
  std::string cases;
  for (const auto& command : program.commands()) {
    cases +=
        fmt::format("    {}) words='{}' ;;\n", command->get_name(), joined(options_of(*command)));
  }
  return fmt::format(R"(# Completes pinbridge in bash.
_pinbridge() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [ "${{COMP_WORDS[i]}}" = -- ]; then
      COMPREPLY=($(compgen -o default -- "$word"))
      return
    fi
  done
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{} {}' -- "$word"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -o default -- "$word"))
  fi
}}
complete -o filenames -F _pinbridge pinbridge
)",
                     joined(program.command_names()), joined(options_of(program.parser())), cases);
}

std::string for_zsh(const Program& program) {
  std::string commands;
  std::string cases;
  for (const auto& command : program.commands()) {
    commands +=
        fmt::format("    '{}:{}'\n", command->get_name(), quoted(command->get_description()));
    cases += fmt::format("    {}) compadd -- {} ;;\n", command->get_name(),
                         joined(options_of(*command)));
  }
  return fmt::format(R"(#compdef pinbridge
# Completes pinbridge in zsh.
_pinbridge() {{
  local -a commands
  commands=(
{})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  if [[ $words[CURRENT] != -* ]]; then
    _files
    return
  fi
  case $words[2] in
{}  esac
}}
_pinbridge "$@"
)",
                     commands, cases);
}

std::string for_fish(const Program& program) {
  std::string text = "# Completes pinbridge in fish.\n";
  for (const auto& command : program.commands()) {
    text += fmt::format("complete -c pinbridge -n __fish_use_subcommand -f -a {} -d '{}'\n",
                        command->get_name(), quoted(command->get_description()));
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        if (option->get_group().empty()) continue;
        text +=
            fmt::format("complete -c pinbridge -n '__fish_seen_subcommand_from {}' -l {} -d '{}'\n",
                        command->get_name(), name, quoted(option->get_description()));
      }
    }
  }
  return text;
}

}  // namespace

std::string completions(const Program& program, const std::string& shell) {
  if (shell == "bash") return for_bash(program);
  return shell == "zsh" ? for_zsh(program) : for_fish(program);
}

}  // namespace pinbridge::cli

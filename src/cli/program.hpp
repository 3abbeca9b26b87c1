#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/result.hpp"

namespace pinbridge::cli {

/// The groups of commands, in the order of the overview.
namespace group {
inline constexpr const char* kBoards = "Run a board";
inline constexpr const char* kPins = "Read and drive a running board";
inline constexpr const char* kTests = "Record and test";
inline constexpr const char* kFiles = "Read boards and machines";
}  // namespace group

struct Example {
  std::string command;
  std::string effect;  ///< a verb phrase without a full stop
};

struct StatusMeaning {
  int status;
  std::string meaning;
};

/// One command: what the parser reads, and what --help, the man page and the reference describe.
class Command : public CLI::App {
 public:
  /// Returns the exit status.
  using Work = std::function<Result<int>()>;

  /// `summary` is a verb phrase without a full stop.
  Command(std::string summary, std::string name) : CLI::App(std::move(summary), std::move(name)) {}

  /// Sentences that follow the summary.
  Command& details(std::string text);
  Command& example(std::string command, std::string effect);
  /// An exit status besides 0, 1 and 2, which every command has.
  Command& exit_status(int status, std::string meaning);
  /// Takes all words after "--", from which we read no options: the user's QEMU command.
  Command& takes_qemu_command(std::vector<std::string>* words);
  /// What the command does once its arguments are parsed.
  Command& does(Work work);
  /// The same for work that ends with status 0.
  Command& does_all(std::function<Result<void>()> work);

  const std::string& details() const { return details_; }
  const std::vector<Example>& examples() const { return examples_; }
  /// All of them, in ascending order.
  std::vector<StatusMeaning> exit_statuses() const;
  std::vector<std::string>* qemu_words() const { return qemu_words_; }
  Result<int> work() const { return work_(); }

 private:
  std::string details_;
  std::vector<Example> examples_;
  std::vector<StatusMeaning> statuses_;
  std::vector<std::string>* qemu_words_ = nullptr;
  Work work_;
};

/// Accepts one of these words; the error names the nearest.
CLI::Validator one_of(std::vector<std::string> words);

/// The program's commands, and what it does with its command line.
class Program {
 public:
  Program();

  Command& add(std::string_view group, std::string name, std::string summary);

  /// Parses the command line and does what it says. Prints errors to stderr. Returns the exit
  /// status. Without arguments it prints the overview.
  int run(int argc, char** argv);

  const CLI::App& parser() const { return parser_; }
  const std::vector<std::shared_ptr<Command>>& commands() const { return commands_; }
  const Command* find(std::string_view name) const;  ///< nullptr if there is none
  std::vector<std::string> command_names() const;

 private:
  Result<void> parse(std::vector<std::string> words);
  Result<int> work() const;
  Result<int> generate() const;

  CLI::App parser_;
  std::vector<std::shared_ptr<Command>> commands_;
  std::string man_directory_;
  std::string shell_;
  bool reference_ = false;
};

}  // namespace pinbridge::cli

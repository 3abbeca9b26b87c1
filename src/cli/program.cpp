#include "cli/program.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "base/text_file.hpp"
#include "base/version.hpp"
#include "board/nearest.hpp"
#include "cli/completions.hpp"
#include "cli/exit_status.hpp"
#include "cli/help_page.hpp"
#include "cli/man_page.hpp"

namespace pinbridge::cli {
namespace {

constexpr const char* kNone = "";

/// The type of the option whose value may be an empty word.
constexpr const char* kMayBeEmpty = "FORMAT";

bool is_option(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

/// The options of a command, as typed.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::string advice(const Command* command) {
  if (command == nullptr) return "\"pinbridge --help\" lists the commands";
  return fmt::format("\"pinbridge {} --help\" describes the command", command->get_name());
}

bool is(const CLI::ParseError& error, CLI::ExitCodes code) {
  return error.get_exit_code() == static_cast<int>(code);
}

/// The likeliest mistake with a command that takes a QEMU command is to leave out the "--". QEMU's
/// options have one dash.
bool lacks_dashes(const Command* command, const CLI::ParseError& error) {
  if (command == nullptr || command->qemu_words() == nullptr) return false;
  if (!command->qemu_words()->empty()) return false;
  const auto extras = command->remaining();
  if (extras.empty()) return is(error, CLI::ExitCodes::RequiredError);
  return !extras.front().starts_with("--") &&
         (is(error, CLI::ExitCodes::ExtrasError) || is(error, CLI::ExitCodes::RequiredError));
}

/// As typed: "pinbridge get".
std::string typed_name(const CLI::App& command) {
  return command.get_parent() ? "pinbridge " + command.get_name() : command.get_name();
}

/// The first argument that is missing: CLI11 would call it by its name in the code.
std::string explain_missing(const CLI::App& command, const CLI::ParseError& error) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    const std::string name = option->get_positional() ? "" : option->get_name() + " ";
    return fmt::format("\"{}\" requires {}{}", typed_name(command), name, option->get_type_name());
  }
  return error.what();
}

/// An option without its value, or one that is there more often than it may be.
std::string explain_mismatch(const CLI::App& command, const CLI::ParseError& error) {
  std::string text = error.what();
  const CLI::Option* option = command.get_option_no_throw(text.substr(0, text.find(':')));
  if (option == nullptr) return text;
  if (option->count() <= 1) {
    return fmt::format("{} requires {}", option->get_name(), option->get_type_name());
  }
  return fmt::format("{} is given {} times, and may be given once", option->get_name(),
                     option->count());
}

std::string explain_extra(const CLI::App& command) {
  const std::vector<std::string> extras = command.remaining();
  const std::string& word = extras.front();
  if (!is_option(word)) {
    return fmt::format("\"{}\" takes no argument \"{}\"", typed_name(command), word);
  }
  const std::string name = word.substr(0, word.find('='));
  return fmt::format("\"{}\" has no option \"{}\"{}", typed_name(command), name,
                     board::Guesser().did_you_mean(name, option_names(command)));
}

std::string explain(const CLI::App& command, const CLI::ParseError& error) {
  if (is(error, CLI::ExitCodes::ExtrasError) && !command.remaining().empty()) {
    return explain_extra(command);
  }
  if (is(error, CLI::ExitCodes::RequiredError)) return explain_missing(command, error);
  if (is(error, CLI::ExitCodes::ArgumentMismatch)) return explain_mismatch(command, error);
  return error.what();
}

/// The error for the first argument or option that is an empty word, for example an unset variable
/// of a script; empty if there is no such argument.
std::string explain_empty(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_type_name() == kMayBeEmpty) continue;
    const auto& words = option->results();
    if (std::ranges::find(words, "") == words.end()) continue;
    return fmt::format("{} of \"{}\" is empty",
                       option->get_positional() ? option->get_type_name() : option->get_name(),
                       typed_name(command));
  }
  return {};
}

}  // namespace

Command& Command::details(std::string text) {
  details_ = std::move(text);
  return *this;
}

Command& Command::example(std::string command, std::string effect) {
  examples_.push_back({std::move(command), std::move(effect)});
  return *this;
}

Command& Command::exit_status(int status, std::string meaning) {
  statuses_.push_back({status, std::move(meaning)});
  return *this;
}

Command& Command::takes_qemu_command(std::vector<std::string>* words) {
  qemu_words_ = words;
  return *this;
}

Command& Command::does(Work work) {
  work_ = std::move(work);
  return *this;
}

Command& Command::does_all(std::function<Result<void>()> work) {
  return does([work = std::move(work)]() -> Result<int> {
    if (const auto done = work(); !done) return done.error();
    return kSuccess;
  });
}

std::vector<StatusMeaning> Command::exit_statuses() const {
  std::vector<StatusMeaning> all = statuses_;
  const auto add = [&](int status, const char* meaning) {
    const auto found = std::ranges::find(all, status, &StatusMeaning::status);
    if (found == all.end()) all.push_back({status, meaning});
  };
  add(kSuccess, "success");
  add(kFailure, "a failure of the environment: no bench, a file that cannot be written");
  add(kBadInput, "wrong arguments, or a name that does not exist");
  std::ranges::sort(all, {}, &StatusMeaning::status);
  return all;
}

CLI::Validator one_of(std::vector<std::string> words) {
  // Without a description, which CLI11 would add to the metavariable.
  return CLI::Validator(
      [words = std::move(words)](std::string& word) -> std::string {
        if (std::ranges::find(words, word) != words.end()) return {};
        std::string all;
        for (const std::string& one : words) all += (all.empty() ? "" : ", ") + one;
        return fmt::format("\"{}\" is not one of {}{}", word, all,
                           board::Guesser().did_you_mean(word, words));
      },
      kNone);
}

Program::Program()
    : parser_("Connect the GPIO pins of a machine in QEMU to a workbench on the host",
              "pinbridge") {
  parser_.set_help_flag("-h,--help", "print this help");
  parser_.set_version_flag("--version", "pinbridge " + std::string(kVersion), "print the version");
  parser_.require_subcommand(0, 1);
  parser_.formatter_fn([this](const CLI::App* app, std::string, CLI::AppFormatMode) -> std::string {
    const Command* command = find(app->get_name());
    return command ? help_text(*command) : overview(*this);
  });
  // For the build and for packages: what they make describes these options no more than --help.
  parser_.add_option("--generate-man", man_directory_)->group(kNone);
  parser_.add_option("--generate-completions", shell_)
      ->check(one_of({"bash", "zsh", "fish"}))
      ->group(kNone);
  parser_.add_flag("--generate-reference", reference_)->group(kNone);
}

Command& Program::add(std::string_view group, std::string name, std::string summary) {
  auto command = std::make_shared<Command>(std::move(summary), std::move(name));
  command->group(std::string(group));
  command->set_help_flag("-h,--help", "print this help");
  command->formatter(parser_.get_formatter());
  parser_.add_subcommand(command);
  commands_.push_back(std::move(command));
  return *commands_.back();
}

const Command* Program::find(std::string_view name) const {
  for (const auto& command : commands_) {
    if (command->get_name() == name) return command.get();
  }
  return nullptr;
}

std::vector<std::string> Program::command_names() const {
  std::vector<std::string> names;
  names.reserve(commands_.size());
  for (const auto& command : commands_) names.push_back(command->get_name());
  return names;
}

int Program::run(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    fmt::print("{}", overview(*this));
    return kSuccess;
  }
  try {
    if (const auto parsed = parse(std::move(words)); !parsed) return report(parsed.error());
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    const int status = parser_.exit(asked, text, text);
    // CLI11 leaves out the end of the last line.
    fmt::print("{}{}", text.str(), text.str().ends_with('\n') ? "" : "\n");
    return status;
  }
  const auto done = work();
  return done ? *done : report(done.error());
}

/// Throws CLI::Success where help or the version is asked for.
Result<void> Program::parse(std::vector<std::string> words) {
  // CLI11 would only report that a command is missing.
  const Command* command = find(words.front());
  if (command == nullptr && !is_option(words.front())) {
    return make_error(ErrorCode::invalid,
                      "there is no command \"{}\"{}; \"pinbridge --help\" lists the commands",
                      words.front(), board::Guesser().did_you_mean(words.front(), command_names()));
  }
  if (command != nullptr && command->qemu_words() != nullptr) {
    const auto dashes = std::ranges::find(words, "--");
    if (dashes != words.end()) command->qemu_words()->assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
  }
  std::ranges::reverse(words);  // as CLI11 takes them
  try {
    parser_.parse(std::move(words));
  } catch (const CLI::Success&) {
    throw;
  } catch (const CLI::ParseError& error) {
    const CLI::App& app = command ? static_cast<const CLI::App&>(*command) : parser_;
    const std::string problem = explain(app, error);
    if (lacks_dashes(command, error)) {
      return make_error(ErrorCode::invalid, "{}; write QEMU's command after --, as in: {}", problem,
                        command->examples().front().command);
    }
    return make_error(ErrorCode::invalid, "{}; {}", problem, advice(command));
  }
  if (command != nullptr) {
    const std::string problem = explain_empty(*command);
    if (!problem.empty()) {
      return make_error(ErrorCode::invalid, "{}; {}", problem, advice(command));
    }
  }
  return {};
}

Result<int> Program::work() const {
  const auto selected = parser_.get_subcommands();
  return selected.empty() ? generate() : find(selected.front()->get_name())->work();
}

Result<int> Program::generate() const {
  if (reference_) fmt::print("{}", reference_page(*this));
  if (!shell_.empty()) fmt::print("{}", completions(*this, shell_));
  if (man_directory_.empty()) return kSuccess;
  for (const auto& [name, text] : man_pages(*this)) {
    if (auto written = write_text_file(std::filesystem::path(man_directory_) / name, text);
        !written)
      return written.error();
  }
  return kSuccess;
}

}  // namespace pinbridge::cli

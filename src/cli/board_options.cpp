#include "cli/board_options.hpp"

#include <algorithm>
#include <ctime>

#include "app/controller_files.hpp"
#include "base/program_log.hpp"
#include "board/guest_check.hpp"
#include "cli/client_command.hpp"
#include "cli/number_option.hpp"
#include "cli/sandbox.hpp"

namespace pinbridge::cli {
namespace {

/// Of the processor, for the calling thread.
Duration thread_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

void add_board_argument(CLI::App& command, std::string& board) {
  command.add_option("board", board, "a diagram.json, or its directory")
      ->type_name("BOARD")
      ->required();
}

void add_board_options(CLI::App& command, BoardOptions& options) {
  add_board_argument(command, options.board);
  add_chip_option(command, options.chips);
  add_socket_option(command, options.socket);
  add_seed_option(command, options.seed);
  command
      .add_option("--http", options.http,
                  "address of the board's page, or off (default: 127.0.0.1:8080, or the next free "
                  "port); a non-local address requires a token, which is printed")
      ->type_name("ADDRESS:PORT");
  command
      .add_option("--spin", options.spin,
                  "busy-poll while a guest is busy on virtio-gpio or chip-native-gpio: on, "
                  "off, or auto if it makes the guest a third faster, or faster for at most twice "
                  "the CPU time (default: auto)")
      ->type_name("WHEN")
      ->check(one_of({"auto", "on", "off"}));
  options.broker.add_to(command);
  add_sandbox_option(command, options.no_sandbox);
}

void add_seed_option(CLI::App& command, std::optional<std::uint32_t>& seed) {
  add_number_option<std::uint32_t>(
      command, "--seed", seed,
      "seed for bounce and floating inputs; the same seed repeats a run (default: random)", 0);
}

SpinPolicy::Limits BoardOptions::spin_limits() const {
  if (spin == "off") return {.longest = Duration::zero()};
  if (spin == "on") return {};
  return {.processor = thread_time};
}

Result<app::PageOptions> BoardOptions::page() const {
  if (http.empty()) return app::PageOptions{};
  if (http == "off") return app::PageOptions{.off = true};
  const auto address = server::WebAddress::parse(http);
  if (!address) return address.error();
  return app::PageOptions{.address = *address};
}

void add_controllers_option(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--controllers",
          [](const std::string& path) {
            const auto added = app::add_controller_files(path);
            if (!added) throw CLI::ValidationError("--controllers", added.error().message);
          },
          "file or directory that describes additional types of GPIO controllers "
          "(docs/reference/links.md)")
      ->type_name("FILE")
      ->trigger_on_parse();
}

void add_chip_option(CLI::App& command, std::vector<std::string>& chips) {
  add_controllers_option(command);
  command
      .add_option_function<std::string>(
          "--chip", [&chips](const std::string& chip) { chips.push_back(chip); },
          "microcontroller that becomes the guest: its id, and virtio-gpio or native:CONTROLLER,… "
          "(see pinbridge controllers)")
      ->type_name("ID=WAY")
      ->trigger_on_parse();
}

Result<std::vector<board::GuestChoice>> parse_choices(const std::vector<std::string>& chips) {
  std::vector<board::GuestChoice> choices;
  for (const std::string& text : chips) {
    auto choice = board::GuestChoice::parse(text);
    if (!choice) return make_error(ErrorCode::invalid, "--chip: {}", choice.error().message);
    if (std::ranges::count(choices, choice->part, &board::GuestChoice::part) > 0) {
      return make_error(ErrorCode::invalid, "--chip: {} is given twice", choice->part);
    }
    choices.push_back(std::move(*choice));
  }
  return choices;
}

Result<app::OpenedBoard> open_board_to_run(const std::string& path,
                                           const std::vector<std::string>& chips) {
  auto choices = parse_choices(chips);
  if (!choices) return choices.error();
  auto board = app::open_board(path, app::full_catalog(), std::move(*choices));
  if (!board) return board;
  print_to_log(app::problem_lines(*board));
  if (board->problems.has_errors()) {
    return make_error(ErrorCode::invalid, "{} has errors; it was not started",
                      board->file.string());
  }
  print_to_log(app::imported_lines(*board));
  return board;
}

Result<app::OpenedBoard> open_board_with_guest(const std::string& path,
                                               const std::vector<std::string>& chips) {
  auto board = open_board_to_run(path, chips);
  if (!board || board::has_guest(board->assembly)) return board;
  return make_error(ErrorCode::invalid,
                    "{} has no chip of a guest; make its microcontroller the guest with "
                    "--chip ID=virtio-gpio, or add a part of type \"chip-virtio-gpio\"",
                    board->file.string());
}

}  // namespace pinbridge::cli

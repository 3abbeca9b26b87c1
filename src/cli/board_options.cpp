#include "cli/board_options.hpp"

#include "cli/client_command.hpp"

namespace pinbridge {

void add_board_options(CLI::App& command, BoardOptions& options) {
  command.add_option("board", options.board, "a diagram.json, or its directory")
      ->type_name("BOARD")
      ->required();
  add_socket_option(command, options.socket);
  command
      .add_option("--seed", options.seed,
                  "fixes all that is random, bounces and floating inputs, so that a run repeats")
      ->type_name("N");
  command
      .add_option("--http", options.http,
                  "where the board's page is served, or off (default 127.0.0.1:8080, or the next "
                  "port that is free); other addresses than this machine's own want a token, "
                  "which is printed")
      ->type_name("ADDRESS:PORT");
  command.add_flag(
      "--no-spin", options.no_spin,
      "always sleep until a guest rings, instead of looking for its next request for a "
      "moment: slower, and no processor time is spent on waiting");
}

Result<PageOptions> BoardOptions::page() const {
  if (http.empty()) return PageOptions{};
  if (http == "off") return PageOptions{.off = true};
  const auto address = WebAddress::parse(http);
  if (!address) return address.error();
  return PageOptions{.address = *address};
}

Result<OpenedBoard> open_board_to_run(const std::string& path) {
  auto board = open_board(path, full_catalog());
  if (!board) return board;
  fmt::print(stderr, "{}", problem_lines(*board));
  if (!board->problems.has_errors()) return board;
  return make_error(ErrorCode::invalid, "{} has errors, so it was not started",
                    board->file.string());
}

}  // namespace pinbridge

#include <cstdio>
#include <memory>

#include "board/nearest.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/opened_board.hpp"
#include "cli/part_sheet.hpp"

namespace pinbridge {
namespace {

struct PartsOptions {
  std::string type;
  bool markdown = false;
};

ExitStatus print_parts(const PartsOptions& options) {
  const Catalog catalog = full_catalog();
  if (options.markdown) {
    fmt::print("{}", markdown_sheets(catalog));
    return kSuccess;
  }
  if (options.type.empty()) {
    for (const PartType& type : catalog.types()) fmt::print("{:<26}{}\n", type.name, type.summary);
    return kSuccess;
  }
  const PartType* type = catalog.find(options.type);
  if (!type) type = catalog.find("wokwi-" + options.type);
  if (!type) {
    std::vector<std::string> names;
    for (const PartType& known : catalog.types()) names.push_back(known.name);
    return report(make_error(ErrorCode::not_found,
                             "there is no part \"{}\"{}; pinbridge parts lists what there is",
                             options.type, Guesser().did_you_mean(options.type, names)));
  }
  fmt::print("{}", sheet(*type));
  return kSuccess;
}

}  // namespace

void add_parts_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("parts", "List what can stand on a board, and describe it");
  auto options = std::make_shared<PartsOptions>();
  command->add_option("type", options->type, "describe this one: its pins, attributes, controls")
      ->type_name("TYPE");
  command->add_flag("--markdown", options->markdown, "all of them, as docs/parts.md has them");
  command->callback([options, &status] { status = print_parts(*options); });
}

}  // namespace pinbridge

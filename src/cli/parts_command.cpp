#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <boost/json.hpp>

#include "app/opened_board.hpp"
#include "board/nearest.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/part_sheet.hpp"

namespace pinbridge::cli {
namespace {

struct PartsOptions {
  std::optional<std::string> type;
  bool markdown = false;
  bool json = false;
};

Result<const PartType*> find_type(const Catalog& catalog, const std::string& name) {
  const PartType* type = catalog.find(name);
  if (!type) type = catalog.find("wokwi-" + name);
  if (type) return type;
  std::vector<std::string> names;
  for (const PartType& known : catalog.types()) names.push_back(known.name);
  return make_error(ErrorCode::not_found, "there is no part \"{}\"{}; pinbridge parts lists all",
                    name, board::Guesser().did_you_mean(name, names));
}

Result<int> print_parts(const PartsOptions& options) {
  const Catalog catalog = app::full_catalog();
  if (options.markdown) {
    fmt::print("{}", markdown_sheets(catalog));
    return kSuccess;
  }
  if (options.type) {
    const auto type = find_type(catalog, *options.type);
    if (!type) return type.error();
    if (options.json) {
      print_json(boost::json::array{json_sheet(**type)});
    } else {
      fmt::print("{}", sheet(**type));
    }
    return kSuccess;
  }
  if (options.json) {
    boost::json::array all;
    for (const PartType& type : catalog.types()) all.push_back(json_sheet(type));
    print_json(all);
    return kSuccess;
  }
  std::size_t width = 0;
  for (const PartType& type : catalog.types()) width = std::max(width, type.name.size());
  for (const PartType& type : catalog.types()) {
    fmt::print("{:<{}}  {}\n", type.name, width, type.summary);
  }
  return kSuccess;
}

}  // namespace

void add_parts_command(Program& program) {
  auto& command = program.add(group::kFiles, "parts", "List or describe the types of parts");
  auto options = std::make_shared<PartsOptions>();
  command.add_option("type", options->type, "describe this type: pins, attributes, controls")
      ->type_name("TYPE");
  command.add_flag("--markdown", options->markdown,
                   "describe all types as Markdown (docs/reference/parts.md)");
  add_json_option(command, options->json);
  command.example("pinbridge parts", "list all types")
      .example("pinbridge parts led", "describe wokwi-led")
      .does([options] { return print_parts(*options); });
}

}  // namespace pinbridge::cli

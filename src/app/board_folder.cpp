#include "app/board_folder.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/text_file.hpp"
#include "board/custom_chip.hpp"
#include "board/microcontroller.hpp"

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTable = ".board.json";
/// For each kind. A folder can contain any number of files, but a board only needs a few.
constexpr std::size_t kMostFiles = 100;

void warn(board::Problems& problems, const fs::path& file, const std::string& why,
          const board::BoardPart* part = nullptr) {
  problems.warning(part ? part->type.place : board::Place{},
                   fmt::format("{}: {}", file.filename().string(), why),
                   part ? part->id.text : std::string());
}

void add_chip(const fs::path& file, const board::BoardPart& part, Catalog& catalog,
              board::Problems& problems) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return;
  const auto text = read_text_file(file, "chip file");
  if (!text) return warn(problems, file, text.error().message, &part);
  std::vector<std::string> remarks;
  auto type = board::custom_chip_type(part.type.text, *text, remarks);
  if (!type) return warn(problems, file, type.error().message, &part);
  for (const std::string& remark : remarks) warn(problems, file, remark, &part);
  type->definition = std::make_shared<const std::string>(*text);
  catalog.add(std::move(*type));
}

std::vector<fs::path> table_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename().string().ends_with(kTable) && entry->is_regular_file(ignored)) {
      files.push_back(entry->path());
    }
  }
  std::ranges::sort(files);
  return files;
}

/// Keeps the types that a table may define: those that the program has no other part for.
void leave_out_parts(board::MicrocontrollerTable& table, const fs::path& file,
                     const Catalog& catalog, const board::Microcontrollers& tables,
                     board::Problems& problems) {
  std::erase_if(table.types, [&](const std::string& type) {
    if (!catalog.find(type) || tables.find(type)) return false;
    warn(problems, file,
         fmt::format("\"{}\" is a part of Pinbridge, which a table cannot replace", type));
    return true;
  });
}

/// Reads the tables of the folder, and adds them to `tables`.
board::Microcontrollers read_tables(const fs::path& folder, const Catalog& catalog,
                                    board::Microcontrollers& tables, board::Problems& problems) {
  board::Microcontrollers added;
  std::size_t count = 0;
  for (const fs::path& file : table_files(folder)) {
    if (count++ == kMostFiles) {
      warn(problems, file,
           fmt::format("this and later tables are not read: there are more than {}", kMostFiles));
      break;
    }
    const auto text = read_text_file(file, "table");
    auto table = text ? board::parse_microcontroller(*text)
                      : Result<board::MicrocontrollerTable>(text.error());
    if (!table) {
      warn(problems, file, table.error().message);
      continue;
    }
    table->definition = std::make_shared<const std::string>(*text);
    leave_out_parts(*table, file, catalog, tables, problems);
    for (const std::string& type : table->types) {
      if (!added.find(type)) continue;
      warn(problems, file,
           fmt::format("\"{}\" is in an earlier table too; this one is used", type));
    }
    added.add(*table);
    tables.add(*table);
  }
  return added;
}

}  // namespace

void add_types_of_folder(const fs::path& folder, const board::Board& board, Catalog& catalog,
                         board::Microcontrollers& tables, board::Problems& problems) {
  const auto added = read_tables(folder, catalog, tables, problems);
  board::add_microcontrollers(catalog, added);
  std::set<std::string> types;
  for (const board::BoardPart& part : board.parts) {
    const auto file = board::custom_chip_file(part.type.text);
    if (!file || catalog.find(part.type.text)) continue;
    if (!types.insert(part.type.text).second) continue;
    if (types.size() > kMostFiles) {
      problems.warning(part.type.place,
                       fmt::format("the board has more than {} custom chips; this and later ones "
                                   "are boxes that do nothing",
                                   kMostFiles),
                       part.id.text);
      break;
    }
    add_chip(folder / *file, part, catalog, problems);
  }
}

}  // namespace pinbridge::app

#include "app/board_folder.hpp"

#include <algorithm>
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

constexpr std::string_view kChip = "chip-";
constexpr std::string_view kTable = ".board.json";
/// For each kind. A folder can contain any number of files, but a board only needs a few.
constexpr std::size_t kMostFiles = 100;

void warn(board::Problems& problems, const fs::path& file, const std::string& why,
          const board::BoardPart* part = nullptr) {
  problems.warning(part ? part->type.place : board::Place{},
                   fmt::format("{}: {}", file.filename().string(), why),
                   part ? part->id.text : std::string());
}

void add_chip(const fs::path& folder, const board::BoardPart& part, Catalog& catalog,
              board::Problems& problems) {
  const std::string name = part.type.text.substr(kChip.size());
  // It must be a file name, not a path to another folder.
  if (name.empty() || name.find('/') != std::string::npos) return;
  const fs::path file = folder / (name + ".chip.json");
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return;
  const auto text = read_text_file(file, "chip file");
  if (!text) return warn(problems, file, text.error().message, &part);
  auto type = board::custom_chip_type(part.type.text, *text);
  if (!type) return warn(problems, file, type.error().message, &part);
  catalog.add(std::move(*type));
}

std::vector<fs::path> table_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename().string().ends_with(kTable) && entry->is_regular_file(ignored) &&
        files.size() < kMostFiles) {
      files.push_back(entry->path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

void add_types_of_folder(const fs::path& folder, const board::Board& board, Catalog& catalog,
                         board::Microcontrollers& tables, board::Problems& problems) {
  board::Microcontrollers added;
  for (const fs::path& file : table_files(folder)) {
    const auto text = read_text_file(file, "table");
    const auto table = text ? board::parse_microcontroller(*text)
                            : Result<board::MicrocontrollerTable>(text.error());
    if (table) {
      added.add(*table);
      tables.add(*table);
    } else {
      warn(problems, file, table.error().message);
    }
  }
  board::add_microcontrollers(catalog, added);
  std::set<std::string> types;
  for (const board::BoardPart& part : board.parts) {
    if (!part.type.text.starts_with(kChip) || catalog.find(part.type.text)) continue;
    if (types.size() < kMostFiles && types.insert(part.type.text).second) {
      add_chip(folder, part, catalog, problems);
    }
  }
}

}  // namespace pinbridge::app

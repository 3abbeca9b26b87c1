#include "app/controller_files.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/number.hpp"
#include "base/text_file.hpp"
#include "board/json_tree.hpp"

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;
using board::JsonNode;
using controllers::InputBy;
using controllers::LineRegisters;
using controllers::Meaning;
using controllers::OwnedControllerType;
using controllers::RegisterSpec;
using controllers::TraceId;

constexpr std::uint32_t kMostOffset = 0xffff'ffff;

template <class T>
using Words = std::vector<std::pair<std::string_view, T>>;

const Words<Meaning> kMeanings{{"data", Meaning::data},
                               {"dataSet", Meaning::data_set},
                               {"dataClear", Meaning::data_clear},
                               {"dataSetClear", Meaning::data_set_clear},
                               {"output", Meaning::output},
                               {"outputSet", Meaning::output_set},
                               {"outputClear", Meaning::output_clear},
                               {"input", Meaning::input},
                               {"invert", Meaning::invert},
                               {"openDrain", Meaning::open_drain},
                               {"pullUp", Meaning::pull_up},
                               {"pullDown", Meaning::pull_down},
                               {"modes", Meaning::modes},
                               {"pulls", Meaning::pulls},
                               {"functions", Meaning::functions}};
const Words<TraceId> kTraceIds{
    {"path", TraceId::path}, {"name", TraceId::name_property}, {"onlyOne", TraceId::only_one}};
const Words<InputBy> kInputs{
    {"irq", InputBy::irq}, {"property", InputBy::property}, {"setClear", InputBy::set_clear}};

/// One object of the file. Members are read one by one; members that remain are errors.
class Reader {
 public:
  Reader(const JsonNode& node, board::Problems& problems) : node_(node), problems_(problems) {
    if (!node.object()) problems.error(node.place, "it is not an object: {…}");
  }

  const JsonNode* take(std::string_view name) {
    known_.emplace(name);
    return node_.find(name);
  }
  std::string text(std::string_view name) {
    const JsonNode* found = take(name);
    if (!found) return {};
    if (const std::string_view* text = found->string()) return std::string(*text);
    problems_.error(found->place, fmt::format("\"{}\" is not a string", name));
    return {};
  }
  bool flag(std::string_view name, bool fallback) {
    const JsonNode* found = take(name);
    if (!found) return fallback;
    if (const bool* flag = found->boolean()) return *flag;
    problems_.error(found->place, fmt::format("\"{}\" is not true or false", name));
    return fallback;
  }
  /// A whole number, or a hexadecimal string: "0x3c".
  std::uint32_t number(std::string_view name, std::uint32_t least, std::uint32_t most,
                       std::uint32_t fallback) {
    const JsonNode* found = take(name);
    if (!found) return fallback;
    const auto value = number_of(*found);
    if (value && *value >= least && *value <= most) return *value;
    problems_.error(found->place, fmt::format("\"{}\" is not a whole number from {} to {}; "
                                              "hexadecimal is written as a string, \"0x3c\"",
                                              name, least, most));
    return fallback;
  }
  template <class T>
  T word(std::string_view name, const Words<T>& words, T fallback) {
    const JsonNode* found = take(name);
    if (!found) return fallback;
    std::vector<std::string_view> all;
    for (const auto& [word, meaning] : words) {
      if (found->string() && *found->string() == word) return meaning;
      all.push_back(word);
    }
    problems_.error(found->place,
                    fmt::format("\"{}\" is not one of {}", name, fmt::join(all, ", ")));
    return fallback;
  }
  void require(std::string_view name) {
    if (node_.object() && !take(name)) {
      problems_.error(node_.place, fmt::format("\"{}\" is missing", name));
    }
  }
  /// Reports all members that were not read as errors.
  void end() {
    if (!node_.object()) return;
    for (const JsonNode::Member& member : *node_.object()) {
      if (known_.contains(member.name)) continue;
      problems_.error(member.place, fmt::format("there is no \"{}\" here; there is {}", member.name,
                                                fmt::join(known_, ", ")));
    }
  }

 private:
  static std::optional<std::uint32_t> number_of(const JsonNode& node) {
    if (const double* number = node.number()) {
      if (*number < 0 || *number > kMostOffset || *number != std::floor(*number)) return {};
      return static_cast<std::uint32_t>(*number);
    }
    if (!node.string() || !node.string()->starts_with("0x")) return {};
    return parse_number<std::uint32_t>(node.string()->substr(2), 16);
  }

  const JsonNode& node_;
  board::Problems& problems_;
  std::set<std::string, std::less<>> known_;
};

/// The error in a pattern of a trace event; empty if there is none.
std::string trace_problem(std::string_view trace) {
  static const std::set<std::string_view> kFields{"path",   "name",     "type", "#",
                                                  "offset", "register", "value"};
  constexpr int kMostValues = 3;
  int values = 0;
  for (std::size_t open = trace.find('{'); open != trace.npos; open = trace.find('{', open + 1)) {
    const std::size_t close = trace.find('}', open);
    if (close == trace.npos) return "a { has no }";
    const std::string_view field = trace.substr(open + 1, close - open - 1);
    const bool is_offset = !field.empty() && field.size() <= 8 &&
                           field.find_first_not_of("0123456789abcdefABCDEF") == field.npos;
    if (!is_offset && !kFields.contains(field)) {
      return fmt::format(
          "\"{{{}}}\" is not a field: {{path}}, {{name}}, {{type}}, {{offset}}, "
          "{{register}}, {{value}}, {{#}}, or a register's offset, {{3c}}",
          field);
    }
    if (is_offset || field == "value") ++values;
  }
  if (values == 0) return "it has no {value}";
  if (values > kMostValues) return fmt::format("it has more than {} values", kMostValues);
  if (trace.find('{') == 0 || trace.find(' ') > trace.find('{'))
    return "an event is not named first";
  return {};
}

void read_registers(const JsonNode& list, OwnedControllerType& type, board::Problems& problems) {
  if (!list.array() || list.array()->empty()) {
    return problems.error(list.place, "\"registers\" is not a list of registers: [{…}]");
  }
  for (const JsonNode& node : *list.array()) {
    Reader reader(node, problems);
    RegisterSpec spec;
    spec.offset = reader.number("offset", 0, kMostOffset, 0);
    spec.meaning = reader.word("meaning", kMeanings, Meaning::data);
    spec.first_line =
        static_cast<std::uint16_t>(reader.number("firstLine", 0, LineRegisters::kMostLines - 1, 0));
    const std::string name = reader.text("name");
    reader.require("offset");
    reader.require("meaning");
    reader.end();
    type.registers.push_back(spec);
    type.register_names.push_back(name);
  }
}

OwnedControllerType read_type(const JsonNode& node, board::Problems& problems) {
  OwnedControllerType owned;
  Reader reader(node, problems);
  owned.qom_type = reader.text("type");
  owned.type.lines =
      static_cast<std::uint16_t>(reader.number("lines", 1, LineRegisters::kMostLines, 32));
  owned.trace = reader.text("trace");
  owned.type.trace_id = reader.word("traceId", kTraceIds, TraceId::path);
  owned.outputs = reader.text("outputs");
  owned.type.register_bytes = reader.flag("halfWords", false) ? 2 : 4;
  owned.type.lines_from_msb = reader.flag("linesFromMsb", false);
  owned.type.input = reader.word("input", kInputs, InputBy::irq);
  owned.type.set_register = reader.number("setRegister", 0, kMostOffset, 0);
  owned.type.clear_register = reader.number("clearRegister", 0, kMostOffset, 0);
  owned.type.releases = reader.flag("releases", false);
  owned.type.interrupts = reader.flag("interrupts", true);
  owned.type.repeats_are_events = reader.flag("repeatsAreEvents", false);
  reader.require("type");
  reader.require("registers");
  if (owned.type.input == InputBy::set_clear) {
    reader.require("setRegister");
    reader.require("clearRegister");
  }
  if (const JsonNode* list = reader.take("registers")) read_registers(*list, owned, problems);
  reader.end();
  const bool is_name = owned.qom_type.find_first_of("/[] ") == std::string::npos;
  if (const JsonNode* name = node.find("type"); name && (owned.qom_type.empty() || !is_name)) {
    problems.error(name->place, fmt::format("\"{}\" is not a type of QEMU's object model, such as "
                                            "\"esp32.gpio\"",
                                            owned.qom_type));
  }
  if (const JsonNode* trace = node.find("trace"); trace && !owned.trace.empty()) {
    const std::string why = trace_problem(owned.trace);
    if (!why.empty()) problems.error(trace->place, fmt::format("\"trace\": {}", why));
  }
  return owned;
}

std::vector<fs::path> files_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".json") files.push_back(entry->path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::vector<OwnedControllerType> read_controller_types(std::string_view json,
                                                       board::Problems& problems) {
  std::vector<OwnedControllerType> types;
  const board::JsonTree tree = board::parse_json(json, problems);
  const JsonNode& root = tree.root();
  if (problems.has_errors()) return types;
  Reader reader(root, problems);
  reader.require("controllers");
  const JsonNode* list = reader.take("controllers");
  reader.end();
  if (!list) return types;
  if (!list->array()) {
    problems.error(list->place, "\"controllers\" is not a list: [{…}]");
    return types;
  }
  std::set<std::string> names;
  for (const JsonNode& node : *list->array()) {
    const std::size_t errors = problems.errors();
    OwnedControllerType type = read_type(node, problems);
    if (problems.errors() != errors) continue;
    if (controllers::is_controller_type(type.qom_type) || !names.insert(type.qom_type).second) {
      problems.error(node.place, fmt::format("\"{}\" is already known", type.qom_type));
      continue;
    }
    types.push_back(std::move(type));
  }
  return types;
}

Result<void> add_controller_files(const fs::path& path) {
  std::string lines;
  std::vector<OwnedControllerType> types;
  const auto files = files_of(path);
  if (files.empty()) {
    return make_error(ErrorCode::not_found, "{} has no file *.json with controllers",
                      path.string());
  }
  for (const fs::path& file : files) {
    const auto text = read_text_file(file, "controller file");
    if (!text) return text.error();
    board::Problems problems;
    auto read = read_controller_types(*text, problems);
    for (const board::Problem& problem : board::in_file_order(problems)) {
      lines += "\n  " + board::describe(problem, file.string());
    }
    std::ranges::move(read, std::back_inserter(types));
  }
  if (!lines.empty()) {
    return make_error(ErrorCode::invalid, "{} cannot be used:{}", path.string(), lines);
  }
  for (OwnedControllerType& type : types) {
    if (auto added = controllers::add_controller_type(std::move(type)); !added) return added;
  }
  return {};
}

}  // namespace pinbridge::app

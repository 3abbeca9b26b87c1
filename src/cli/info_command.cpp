#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "api/json_value.hpp"
#include "base/printable.hpp"
#include "board/nearest.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/pin_names.hpp"

namespace pinbridge::cli {
namespace {

/// A text of the board, for the terminal.
std::string shown_at(const msgpack::object& map, std::string_view key) {
  return printable(text_at(map, key));
}

/// " pressed=0", for all values of a part's controls or of its visible state.
std::string values_at(const msgpack::object& part, std::string_view key) {
  const msgpack::object* map = api::find_key(part, key);
  std::string all;
  if (!map || map->type != msgpack::type::MAP) return all;
  for (std::uint32_t i = 0; i < map->via.map.size; ++i) {
    const auto name = api::as_text(map->via.map.ptr[i].key, "name");
    const auto value = api::as_control_value(map->via.map.ptr[i].val, "value");
    if (!name || !value) continue;
    const std::string text = printable(to_string(*value));
    const std::string_view quote = text.find(' ') == std::string::npos ? "" : "\"";
    all += fmt::format(" {0}={1}{2}{1}", printable(*name), quote, text);
  }
  return all;
}

void print_pin(const msgpack::object& pin) {
  const std::string label = shown_at(pin, "label");
  fmt::print("\t{:<11} {:<15} {:<7} {}\n", shown_at(pin, "pin"),
             label.empty() ? "" : fmt::format("\"{}\"", label),
             text_at(pin, "direction") == "out" ? "output" : "input", shown_at(pin, "state"));
}

void print_part(const msgpack::object& part) {
  const msgpack::object* pins = api::find_key(part, "pins");
  const std::uint32_t count = pins && pins->type == msgpack::type::ARRAY ? pins->via.array.size : 0;
  fmt::print("{} - {}, {} {}:{}{}\n", shown_at(part, "part"), shown_at(part, "type"), count,
             count == 1 ? "pin" : "pins", values_at(part, "controls"), values_at(part, "shows"));
  for_each_at(part, "pins", print_pin);
}

struct Selection {
  std::vector<const msgpack::object*> parts;
  std::vector<const msgpack::object*> pins;
};

/// The parts and pins of these names, in the order of the board. Fails at a name of neither.
Result<Selection> select(const msgpack::object& list, const std::vector<std::string>& names) {
  std::set<std::string> missing(names.begin(), names.end());
  std::vector<std::string> known;
  Selection selection;
  for_each_at(list, "parts", [&](const msgpack::object& part) {
    known.push_back(text_at(part, "part"));
    if (missing.erase(known.back()) > 0) selection.parts.push_back(&part);
    for_each_at(part, "pins", [&](const msgpack::object& pin) {
      known.push_back(text_at(pin, "pin"));
      if (missing.erase(known.back()) > 0) selection.pins.push_back(&pin);
    });
  });
  if (missing.empty()) return selection;
  return make_error(ErrorCode::not_found,
                    "the board has no pin or part \"{}\"{}; \"pinbridge info\" lists all",
                    *missing.begin(), board::Guesser().did_you_mean(*missing.begin(), known));
}

Result<int> print_some(const msgpack::object& list, const std::vector<std::string>& names) {
  const auto selection = select(list, names);
  if (!selection) return selection.error();
  for (const msgpack::object* part : selection->parts) print_part(*part);
  for (const msgpack::object* pin : selection->pins) print_pin(*pin);
  return kSuccess;
}

Result<int> print_as_json(const msgpack::object& list, const std::vector<std::string>& names) {
  if (names.empty()) {
    print_json(api::as_json(list));
    return kSuccess;
  }
  const auto selection = select(list, names);
  if (!selection) return selection.error();
  boost::json::array parts;
  boost::json::array pins;
  for (const msgpack::object* part : selection->parts) parts.push_back(api::as_json(*part));
  for (const msgpack::object* pin : selection->pins) pins.push_back(api::as_json(*pin));
  print_json(boost::json::object{{"parts", std::move(parts)}, {"pins", std::move(pins)}});
  return kSuccess;
}

/// Aliases of pins become the names that the list has; other names are unchanged.
std::vector<std::string> listed_names(client::RpcClient& client, std::vector<std::string> names) {
  for (std::string& name : names) {
    if (name.find(':') == std::string::npos) continue;
    if (const auto pin = reported_names(client, {name})) name = pin->front();
  }
  return names;
}

struct InfoOptions {
  std::vector<std::string> names;
  bool json = false;
};

Result<int> info(client::RpcClient& client, const InfoOptions& options) {
  const auto names = listed_names(client, options.names);
  const auto list = client.call(api::MethodName::list, std::vector<std::string>());
  if (!list) return list.error();
  if (options.json) return print_as_json(list->get(), names);
  if (!names.empty()) return print_some(list->get(), names);
  for_each_at(list->get(), "parts", print_part);
  return kSuccess;
}

}  // namespace

void add_info_command(Program& program) {
  auto& command = program.add(group::kPins, "info", "List parts and pins with their states");
  auto options = std::make_shared<InfoOptions>();
  command.add_option("names", options->names, "pins or parts (default: all)")
      ->type_name("PIN|PART");
  add_json_option(command, options->json);
  command.example("pinbridge info", "list everything on the board")
      .example("pinbridge info led1 vm:24 --json", "describe a part and a pin as JSON");
  run_as_client(command, [options](client::RpcClient& client) { return info(client, *options); });
}

}  // namespace pinbridge::cli

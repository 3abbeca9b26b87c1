#include <algorithm>
#include <set>

#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge {
namespace {

/// " pressed=0", for all that a part's controls, or what it shows, stand at.
std::string values_at(const msgpack::object& part, std::string_view key) {
  const msgpack::object* map = find_key(part, key);
  std::string all;
  if (!map || map->type != msgpack::type::MAP) return all;
  for (std::uint32_t i = 0; i < map->via.map.size; ++i) {
    const auto name = as_text(map->via.map.ptr[i].key, "name");
    const auto value = as_control_value(map->via.map.ptr[i].val, "value");
    if (!name || !value) continue;
    const std::string text = to_string(*value);
    const std::string_view quote = text.find(' ') == std::string::npos ? "" : "\"";
    all += fmt::format(" {0}={1}{2}{1}", *name, quote, text);
  }
  return all;
}

void print_pin(const msgpack::object& pin) {
  const std::string label = text_at(pin, "label");
  fmt::print("\t{:<12}{:<16}{:<8}{}\n", text_at(pin, "pin"),
             label.empty() ? "" : fmt::format("\"{}\"", label),
             text_at(pin, "direction") == "out" ? "output" : "input", text_at(pin, "state"));
}

void print_part(const msgpack::object& part) {
  const msgpack::object* pins = find_key(part, "pins");
  const std::uint32_t count = pins && pins->type == msgpack::type::ARRAY ? pins->via.array.size : 0;
  fmt::print("{} - {}, {} {}:{}{}\n", text_at(part, "part"), text_at(part, "type"), count,
             count == 1 ? "pin" : "pins", values_at(part, "controls"), values_at(part, "shows"));
  for_each_at(part, "pins", print_pin);
}

Result<ExitStatus> print_some(const msgpack::object& list, const std::vector<std::string>& names) {
  std::set<std::string> missing(names.begin(), names.end());
  std::vector<const msgpack::object*> pins;
  std::vector<const msgpack::object*> parts;
  for_each_at(list, "parts", [&](const msgpack::object& part) {
    if (missing.erase(text_at(part, "part")) > 0) parts.push_back(&part);
    for_each_at(part, "pins", [&](const msgpack::object& pin) {
      if (missing.erase(text_at(pin, "pin")) > 0) pins.push_back(&pin);
    });
  });
  if (!missing.empty()) {
    return make_error(ErrorCode::not_found,
                      "the board has no pin or part \"{}\"; \"pinbridge info\" lists what there is",
                      *missing.begin());
  }
  for (const msgpack::object* part : parts) print_part(*part);
  for (const msgpack::object* pin : pins) print_pin(*pin);
  return kSuccess;
}

}  // namespace

void add_info_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("info", "List parts and pins, with what they are at");
  auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("names", *names, "pins or parts; all of the board without any")
      ->type_name("PIN|PART");
  run_as_client(*command, status, [names](RpcClient& client) -> Result<ExitStatus> {
    const auto list = client.call("list", std::vector<std::string>());
    if (!list) return list.error();
    if (!names->empty()) return print_some(list->get(), *names);
    for_each_at(list->get(), "parts", print_part);
    return kSuccess;
  });
}

}  // namespace pinbridge

#pragma once

#include <functional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "api/message.hpp"
#include "cli/exit_status.hpp"
#include "cli/program.hpp"
#include "client/rpc_client.hpp"

namespace pinbridge::cli {

/// The option --socket, which every command has that speaks to a bench or serves one.
void add_socket_option(CLI::App& command, std::string& socket);

/// Makes `command` one that connects to the bench on its --socket and does `work` with it, which
/// returns the exit status.
void run_as_client(Command& command, std::function<Result<int>(client::RpcClient&)> work);

/// The text of a map's key; empty if there is none.
std::string text_at(const msgpack::object& map, std::string_view key);

/// Visits the elements of the array at a map's key; none if there is none.
void for_each_at(const msgpack::object& map, std::string_view key, const auto& visit) {
  const msgpack::object* array = api::find_key(map, key);
  if (!array || array->type != msgpack::type::ARRAY) return;
  for (std::uint32_t i = 0; i < array->via.array.size; ++i) visit(array->via.array.ptr[i]);
}

/// The state of a pin, from the answer of `get` and `set`, and from a `change`.
struct PinReport {
  std::string pin;
  std::string direction;  ///< in, out
  std::string state;      ///< low, high, highz, conflict
  Time time;
};

Result<PinReport> as_pin_report(const msgpack::object& object);
Result<std::vector<PinReport>> as_pin_reports(const msgpack::object& array);

/// The option --json.
CLI::Option* add_json_option(CLI::App& command, bool& json);

/// Prints one value as one line.
void print_json(const boost::json::value& value);

}  // namespace pinbridge::cli

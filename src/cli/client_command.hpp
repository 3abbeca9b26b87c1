#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "api/message.hpp"
#include "cli/exit_status.hpp"
#include "cli/rpc_client.hpp"

namespace pinbridge {

/// The option --socket, which every command has that speaks to a bench or serves one.
void add_socket_option(CLI::App& command, std::string& socket);

/// Makes `command` one that connects to the bench on its --socket and does `work` with it; an error
/// that comes back is printed, and decides the exit status.
void run_as_client(CLI::App& command, int& status,
                   std::function<Result<ExitStatus>(RpcClient&)> work);

/// The text of a map's key; empty if there is none.
std::string text_at(const msgpack::object& map, std::string_view key);

/// Visits the elements of the array at a map's key; none if there is none.
void for_each_at(const msgpack::object& map, std::string_view key, const auto& visit) {
  const msgpack::object* array = find_key(map, key);
  if (!array || array->type != msgpack::type::ARRAY) return;
  for (std::uint32_t i = 0; i < array->via.array.size; ++i) visit(array->via.array.ptr[i]);
}

/// What the answer of `get` and `set`, and a `change`, say of a pin.
struct PinReport {
  std::string pin;
  std::string direction;  ///< in, out
  std::string state;      ///< low, high, highz, conflict
  Time time;
};

Result<PinReport> as_pin_report(const msgpack::object& object);
Result<std::vector<PinReport>> as_pin_reports(const msgpack::object& array);

}  // namespace pinbridge

#include "cli/client_command.hpp"

#include <memory>
#include <utility>

#include <boost/json/serialize.hpp>

#include "app/socket_path.hpp"

namespace pinbridge::cli {
namespace {

Error misunderstood() {
  return make_error(
      ErrorCode::system,
      "the bench sent an invalid response; use the same version of pinbridge for both");
}

}  // namespace

void add_socket_option(CLI::App& command, std::string& socket) {
  command
      .add_option("--socket", socket,
                  "socket of the bench (default: $PINBRIDGE_SOCKET, else "
                  "$XDG_RUNTIME_DIR/pinbridge/pinbridge.sock)")
      ->type_name("FILE");
}

void run_as_client(Command& command, std::function<Result<int>(client::RpcClient&)> work) {
  auto socket = std::make_shared<std::string>();
  add_socket_option(command, *socket);
  command.does([socket, work = std::move(work)]() -> Result<int> {
    auto client = client::RpcClient::connect(app::socket_path(*socket));
    if (!client) return client.error();
    return work(**client);
  });
}

CLI::Option* add_json_option(CLI::App& command, bool& json) {
  return command.add_flag("--json", json, "print JSON (docs/reference/cli.schema.json)");
}

void print_json(const boost::json::value& value) {
  fmt::print("{}\n", boost::json::serialize(value));
}

std::string text_at(const msgpack::object& map, std::string_view key) {
  const msgpack::object* value = api::find_key(map, key);
  if (!value) return {};
  const auto text = api::as_text(*value, key);
  return text ? *text : std::string();
}

Result<PinReport> as_pin_report(const msgpack::object& object) {
  const msgpack::object* time = api::find_key(object, "time");
  if (!time || time->type != msgpack::type::POSITIVE_INTEGER) return misunderstood();
  PinReport report{text_at(object, "pin"), text_at(object, "direction"), text_at(object, "state"),
                   Time(Duration(static_cast<std::int64_t>(time->via.u64)))};
  if (report.pin.empty() || report.state.empty()) return misunderstood();
  return report;
}

Result<std::vector<PinReport>> as_pin_reports(const msgpack::object& array) {
  if (array.type != msgpack::type::ARRAY) return misunderstood();
  std::vector<PinReport> reports;
  for (std::uint32_t i = 0; i < array.via.array.size; ++i) {
    auto report = as_pin_report(array.via.array.ptr[i]);
    if (!report) return report.error();
    reports.push_back(std::move(*report));
  }
  return reports;
}

}  // namespace pinbridge::cli

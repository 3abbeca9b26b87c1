#include "cli/client_command.hpp"

#include <memory>
#include <utility>

#include "cli/socket_path.hpp"

namespace pinbridge {
namespace {

Error misunderstood() {
  return make_error(ErrorCode::system,
                    "the bench answered in a form that this pinbridge does not know: are both of "
                    "the same version?");
}

}  // namespace

void add_socket_option(CLI::App& command, std::string& socket) {
  command.add_option("--socket", socket,
                     "the bench's socket (default: $PINBRIDGE_SOCKET, else one of yours under "
                     "$XDG_RUNTIME_DIR)");
}

void run_as_client(CLI::App& command, int& status,
                   std::function<Result<ExitStatus>(RpcClient&)> work) {
  auto socket = std::make_shared<std::string>();
  add_socket_option(command, *socket);
  command.callback([&status, socket, work = std::move(work)] {
    auto client = RpcClient::connect(socket_path(*socket));
    if (!client) {
      status = report(client.error());
      return;
    }
    const auto done = work(**client);
    status = done ? *done : report(done.error());
  });
}

std::string text_at(const msgpack::object& map, std::string_view key) {
  const msgpack::object* value = find_key(map, key);
  if (!value) return {};
  const auto text = as_text(*value, key);
  return text ? *text : std::string();
}

Result<PinReport> as_pin_report(const msgpack::object& object) {
  const msgpack::object* time = find_key(object, "time");
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

}  // namespace pinbridge

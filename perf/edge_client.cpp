#include "cli/client_command.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

std::unique_ptr<client::RpcClient> connect(const std::string& socket) {
  auto client = client::RpcClient::connect(socket);
  if (!client) throw StartupError(client.error());
  return std::move(*client);
}

/// The next level change of the watched pin; changes of its direction are skipped.
cli::PinReport next_edge(client::RpcClient& client, std::string& state) {
  for (;;) {
    const auto message = client.next_notification().value();
    const auto* change = client::notification(message.get(), api::NotificationName::change);
    if (change == nullptr) continue;
    auto report = cli::as_pin_report(*change).value();
    if (report.state == state) continue;
    state = report.state;
    return report;
  }
}

std::string watch(client::RpcClient& client, const std::string& pin) {
  const auto snapshot = client.call(api::MethodName::watch, {pin}).value();
  return cli::as_pin_reports(snapshot.get()).value().at(0).state;
}

}  // namespace

Duration watch_toggles(const std::string& socket, const std::string& pin, int edges) {
  const auto client = connect(socket);
  std::string state = watch(*client, pin);
  // The guest begins as an output at 0.
  while (state != "low") next_edge(*client, state);
  const cli::PinReport first = next_edge(*client, state);
  cli::PinReport last = first;
  for (int i = 1; i < edges; ++i) {
    last = next_edge(*client, state);
    if (last.state != (i % 2 == 0 ? "high" : "low")) throw StartupError("an edge is missing");
  }
  return last.time - first.time;
}

Times round_trips(const std::string& socket, const std::string& in, const std::string& out,
                  int rounds) {
  const auto client = connect(socket);
  std::string state = watch(*client, out);
  Times times;
  for (int i = 0; i < rounds; ++i) {
    const char* level = state == "high" ? "low" : "high";
    const auto start = std::chrono::steady_clock::now();
    client->drive(in, level).value();
    while (state != level) next_edge(*client, state);
    times.push_back(std::chrono::steady_clock::now() - start);
  }
  return times;
}

}  // namespace pinbridge::perf

#include <thread>

#include "cli/client_command.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

void follow(client::RpcClient& client, const std::string& part, const std::string& out,
            const std::string& state) {
  const auto pack = [&](api::Packer& packer) {
    packer.pack_array(2);
    api::pack_text(packer, part);
    packer.pack_map(2);
    api::pack_field(packer, "pin", out);
    api::pack_field(packer, "state", state);
  };
  client.call(api::MethodName::drive, pack).value();
}

/// Ends with the last trip. The next edge comes only after the answer to the drive before it, which
/// therefore passes nothing over.
void be_the_part(client::RpcClient& client, const OwnPart& part, int rounds) {
  while (rounds > 0) {
    const auto message = client.next_notification().value();
    const auto* sensed = client::notification(message.get(), api::NotificationName::sensed);
    if (sensed == nullptr || cli::text_at(*sensed, "pin") != part.in) continue;
    follow(client, part.id, part.out, cli::text_at(*sensed, "state"));
    --rounds;
  }
}

}  // namespace

Times own_part_round_trips(const std::string& socket, const OwnPart& part, int rounds) {
  const auto client = client::RpcClient::connect(socket).value();
  const auto pack = [&](api::Packer& packer) {
    packer.pack_array(2);
    api::pack_text(packer, part.id);
    packer.pack_array(0);
  };
  client->call(api::MethodName::embody, pack).value();
  std::thread program([&] { be_the_part(*client, part, rounds); });
  Times times = round_trips(socket, part.id + ":" + part.in, part.id + ":" + part.out, rounds);
  program.join();
  return times;
}

}  // namespace pinbridge::perf

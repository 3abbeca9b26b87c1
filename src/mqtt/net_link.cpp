#include "mqtt/net_link.hpp"

#include <memory>
#include <utility>

namespace pinbridge::mqtt {
namespace {

std::string read_net(Attributes& attributes) {
  constexpr std::string_view kName = "net";
  auto net = attributes.given(kName);
  if (!net) {
    attributes.problem(kName, "it is required: the net's name on the broker, such as \"bus\"");
    return {};
  }
  if (net->size() > NetLink::kLongestNet) {
    attributes.problem(kName, fmt::format("it has {} bytes; the name of a net has {} at most",
                                          net->size(), NetLink::kLongestNet));
    return {};
  }
  return *std::move(net);
}

}  // namespace

void NetLink::drive(Drive others) {
  others_drive_ = others;
  host().drive(PinIndex{0}, others);
}

void NetLink::show(bool connected, const Others& others) {
  if (connected_ == connected && others_ == others) return;
  connected_ = connected;
  others_ = others;
  news_.tell(host());
}

std::vector<ControlState> NetLink::shows() const {
  std::vector<ControlState> shown{{"broker", std::int64_t{connected_ ? 1 : 0}},
                                  {"others", static_cast<std::int64_t>(others_.count)}};
  if (others_.missed > 0) shown.push_back({"missed", static_cast<std::int64_t>(others_.missed)});
  return shown;
}

void NetLink::board_drives(Signal signal, Time time) {
  if (std::exchange(board_, signal) == signal) return;
  if (listener_ != nullptr) listener_->board_drives(*this, signal, time);
}

PartType net_link_type() {
  PartType type{.name = "net-link",
                .summary = "A net that boards of other benches share, through an MQTT broker",
                .attributes = {},
                .make = [](Attributes& attributes) {
                  return std::make_unique<NetLink>(read_net(attributes));
                }};
  // A default would be a net of others.
  type.is_strict = true;
  type.attributes = {{"net", "required", "the net's name on the broker, the same on each board"}};
  return type;
}

}  // namespace pinbridge::mqtt

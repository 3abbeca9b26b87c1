#include "links/chip/message_queue_chip.hpp"

#include <algorithm>
#include <memory>

namespace pinbridge::chip {
namespace {

constexpr std::uint16_t kLines = 32;

/// As described in mq_overview(7): begins with a slash, and contains no other.
bool is_queue_name(const std::string& name) {
  constexpr std::size_t kLongest = 255;
  return name.size() > 1 && name.size() <= kLongest && name[0] == '/' &&
         std::ranges::count(name, '/') == 1 &&
         std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string queue_name(Attributes& attributes, std::string_view attribute, std::string usual) {
  const auto name = attributes.given(attribute);
  if (!name) return usual;
  if (is_queue_name(*name)) return *name;
  attributes.problem(
      attribute,
      fmt::format("\"{}\" is not the name of a message queue, such as \"{}\"", *name, usual));
  return usual;
}

}  // namespace

bool MessageQueueChip::become(Part& next) {
  const auto& other = dynamic_cast<MessageQueueChip&>(next);
  if (!is_same_hardware(other)) return false;
  take_settings(other);
  return true;
}

std::vector<ControlState> MessageQueueChip::shows() const {
  auto shown = GpioChip::shows();
  shown.push_back({"side", std::string(queues_.side == QueuePeer::guest ? "guest" : "panel")});
  return shown;
}

PartType message_queue_chip_type() {
  PartType type{.name = "chip-message-queue",
                .summary = "32 lines over two POSIX message queues, to a panel or a patched QEMU",
                .attributes = {},
                .make = [](Attributes& attributes) {
                  const MessageQueueChip::Queues usual{};
                  MessageQueueChip::Queues queues{
                      .side = attributes.choice<QueuePeer>(
                          "side", {{"guest", QueuePeer::guest}, {"panel", QueuePeer::panel}},
                          QueuePeer::guest),
                      .to_guest = queue_name(attributes, "toQemu", usual.to_guest),
                      .from_guest = queue_name(attributes, "fromQemu", usual.from_guest)};
                  GpioChipSettings floating;
                  floating.floating.reset();  // only levels that there are become messages
                  return std::make_unique<MessageQueueChip>(
                      GpioChipSettings::of_lines(kLines, attributes, floating), std::move(queues));
                }};
  type.is_chip = true;
  type.attributes = {{"side", "guest", "the other side of the queues: guest (a QEMU) or panel"},
                     {"toQemu", "/to_qemu", "the queue of levels for the guest"},
                     {"fromQemu", "/from_qemu", "the queue of levels that the guest sets"}};
  for (AttributeSpec& spec : GpioChipSettings::specs_of_lines("clk,24=led0")) {
    if (spec.name != "floating") type.attributes.push_back(std::move(spec));
  }
  return type;
}

}  // namespace pinbridge::chip

#include "app/first_board.hpp"

#include <utility>

namespace pinbridge::app {
namespace {

board::BoardPart part(std::string type, std::string id, double left, double top,
                      const std::vector<std::pair<std::string, std::string>>& attributes = {}) {
  board::BoardPart made;
  made.id.text = std::move(id);
  made.type.text = std::move(type);
  made.placed = true;
  made.left = left;
  made.top = top;
  for (const auto& [name, value] : attributes) {
    made.attributes[name].text = value;
  }
  return made;
}

board::BoardConnection wire(std::string from, std::string to, std::string color) {
  board::BoardConnection made;
  made.from.text = std::move(from);
  made.to.text = std::move(to);
  made.color = std::move(color);
  return made;
}

}  // namespace

board::Board first_board(const std::string& controller) {
  constexpr double kRightOfChip = 240;
  constexpr double kRightOfParts = 360;
  board::Board board;
  board.author = "pinbridge new";
  board.parts = {
      controller.empty()
          ? part("chip-virtio-gpio", "vm", 0, 0, {{"lines", "8"}, {"pull", "0:up"}})
          : part("chip-native-gpio", "vm", 0, 0, {{"controller", controller}, {"pull", "0:up"}}),
      part("wokwi-pushbutton", "button", kRightOfChip, 0, {{"color", "green"}, {"key", "b"}}),
      part("wokwi-led", "led", kRightOfChip, 100, {{"color", "red"}}),
      part("wokwi-resistor", "r1", kRightOfChip, 200, {{"value", "220"}}),
      part("wokwi-gnd", "gnd", kRightOfParts, 250)};
  board.connections = {wire("vm:0", "button:1.l", "green"), wire("button:2.r", "gnd:GND", "black"),
                       wire("vm:1", "r1:1", "red"), wire("r1:2", "led:A", "red"),
                       wire("led:C", "gnd:GND", "black")};
  return board;
}

}  // namespace pinbridge::app

#include "parts/drawing.hpp"

#include "parts/plain_box.hpp"

namespace pinbridge {

PartType junction_type() {
  return {.name = "wokwi-junction", .summary = "Point where wires meet", .make = [](Attributes&) {
            return std::make_unique<PlainBox>(std::vector<std::string>{"J"});
          }};
}

PartType text_type() {
  return {
      .name = "wokwi-text",
      .summary = "Text beside the parts",
      .attributes = {{"text", "none", ""}},
      .make = [](Attributes&) { return std::make_unique<PlainBox>(std::vector<std::string>{}); }};
}

}  // namespace pinbridge

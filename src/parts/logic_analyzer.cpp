#include "parts/logic_analyzer.hpp"

#include <algorithm>

namespace pinbridge::parts {
namespace {

constexpr std::size_t kChannels = 8;
constexpr std::string_view kChannelNames = "channelNames";
constexpr const char* kOfWokwi = "for recording in Wokwi; ignored here";

class LogicAnalyzer : public Part {
 public:
  /// The names of its first channels.
  explicit LogicAnalyzer(std::vector<std::string> names) : names_(std::move(names)) {}

  Layout layout() const override {
    return {.pins = {"D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "GND"}};
  }

  std::string pin_label(PinIndex pin) const override {
    return pin.value() < names_.size() ? names_[pin.value()] : std::string();
  }

 private:
  std::vector<std::string> names_;
};

std::vector<std::string> read_names(Attributes& attributes) {
  std::vector<std::string> names;
  const auto text = attributes.text(kChannelNames);
  if (!text) return names;
  for (std::size_t begin = 0; begin <= text->size();) {
    const std::size_t comma = std::min(text->find(',', begin), text->size());
    names.push_back(text->substr(begin, comma - begin));
    begin = comma + 1;
  }
  if (names.size() > kChannels) {
    attributes.problem(kChannelNames, fmt::format("it has {} names, and there are {} channels",
                                                  names.size(), kChannels));
    names.resize(kChannels);
  }
  return names;
}

}  // namespace

PartType logic_analyzer_type() {
  return {.name = "wokwi-logic-analyzer",
          .summary = "Logic analyzer: selects and names up to eight nets to record",
          .attributes = {{std::string(kChannelNames), "none",
                          "names of D0, D1, …, separated by commas"},
                         {"bufferSize", "1000000", kOfWokwi},
                         {"filename", "wokwi-logic", kOfWokwi},
                         {"triggerMode", "off", kOfWokwi},
                         {"triggerLevel", "high", kOfWokwi},
                         {"triggerPin", "D7", kOfWokwi}},
          .make = [](Attributes& attributes) {
            return std::make_unique<LogicAnalyzer>(read_names(attributes));
          }};
}

}  // namespace pinbridge::parts

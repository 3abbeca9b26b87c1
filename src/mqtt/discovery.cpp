#include "mqtt/discovery.hpp"

#include <optional>

#include <boost/json.hpp>

#include "base/version.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// An identifier of Home Assistant: letters, digits, "_" and "-". Different names stay different.
std::string identifier(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (is_letter_or_digit(c)) {
      id += c;
    } else {
      id += fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
  }
  return id;
}

/// A component of Home Assistant, and what it adds to the description that all have.
struct Component {
  const char* name;
  json::object keys;
};

Component led(const std::string& topic) {
  return {"binary_sensor",
          {{"state_topic", topic},
           {"value_template", "{{ value_json.shows.lit }}"},
           {"payload_on", "1"},
           {"payload_off", "0"}}};
}

Component button(const std::string& topic) {
  return {"button",
          {{"command_topic", topic + "/control/pressed/press"}, {"payload_press", "PRESS"}}};
}

Component slide_switch(const std::string& topic) {
  return {"switch",
          {{"state_topic", topic},
           {"value_template", "{{ value_json.controls.value }}"},
           {"command_topic", topic + "/control/value/set"},
           {"payload_on", "1"},
           {"payload_off", "0"}}};
}

std::optional<Component> component_of(const std::string& type, const std::string& topic,
                                      bool control) {
  if (type == "wokwi-led") return led(topic);
  if (!control) return std::nullopt;
  if (type == "wokwi-pushbutton" || type == "wokwi-pushbutton-6mm") return button(topic);
  if (type == "wokwi-slide-switch") return slide_switch(topic);
  return std::nullopt;
}

}  // namespace

std::vector<Message> discovery_messages(const Bench& bench, const Topics& topics,
                                        const BenchStatus& status, const std::string& prefix) {
  const std::string node = "pinbridge_" + identifier(topics.base());
  const json::object device{{"identifiers", json::array{node}},
                            {"name", topics.base()},
                            {"manufacturer", "Pinbridge"},
                            {"model", status.board},
                            {"sw_version", json::string_view(kVersion.data(), kVersion.size())}};
  std::vector<Message> messages;
  for (std::uint32_t i = 0; i < bench.pins().part_count(); ++i) {
    const std::string& id = bench.pins().part_id(PartId{i});
    auto component =
        component_of(bench.pins().part_type(PartId{i}), topics.part(id), status.control);
    if (!component) continue;
    json::object& keys = component->keys;
    keys["name"] = id;
    keys["unique_id"] = node + "_" + identifier(id);
    keys["availability_topic"] = topics.status();
    keys["availability_template"] = "{{ value_json.state }}";
    keys["qos"] = 1;
    keys["device"] = device;
    messages.push_back(
        {fmt::format("{}/{}/{}/{}/config", prefix, component->name, node, identifier(id)),
         json::serialize(keys), true});
  }
  return messages;
}

}  // namespace pinbridge::mqtt

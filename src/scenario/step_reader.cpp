#include "scenario/step_reader.hpp"

#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/number.hpp"
#include "board/nearest.hpp"
#include "scenario/quantity.hpp"
#include "scenario/step_fields.hpp"

namespace pinbridge::scenario {
namespace {

constexpr std::chrono::seconds kWithin{1};
constexpr std::chrono::milliseconds kPress{100};
constexpr double kTolerance = 0.05;

/// Beyond it, a double does not have each whole number.
constexpr double kLargestWhole = 1e15;

ControlValue control_value(const YAML::Node& node) {
  const std::string text = text_of(node, "value");
  if (text == "true") return std::int64_t{1};
  if (text == "false") return std::int64_t{0};
  // 1.0 is 1 to Wokwi.
  const auto number = parse_number<double>(text);
  if (number && std::abs(*number) <= kLargestWhole && *number == std::trunc(*number))
    return static_cast<std::int64_t>(*number);
  return parse_control_value(text);
}

Level level_of(const YAML::Node& node) {
  const std::string text = text_of(node, "value");
  if (text == "0" || text == "low" || text == "false") return Level::low;
  if (text == "1" || text == "high" || text == "true") return Level::high;
  if (text == "z" || text == "highz") return Level::highz;
  if (text == "x" || text == "conflict") return Level::conflict;
  throw Fault{place_of(node.Mark()),
              fmt::format("\"{}\" is not a level; write 0, 1, z or x, or low, high, highz or "
                          "conflict",
                          text)};
}

std::string in_quotes(const std::string& text) {
  return "\"" + text + "\"";
}

std::string edge_word(Edge edge) {
  if (edge == Edge::rising) return "rising";
  return edge == Edge::falling ? "falling" : "rising or falling";
}

/// An action, and its words in the title of the step.
struct Read {
  Action action;
  std::string words;
};

/// A map, or a string for one of its keys.
YAML::Node as_map(const YAML::Node& node, const char* key) {
  if (!node.IsScalar()) return node;
  YAML::Node map;
  map[key] = node;
  return map;
}

Read read_delay(const YAML::Node& node) {
  const std::string text = text_of(node, "delay");
  return {Delay{require(parse_time(text), node)}, text};
}

Read read_wait_serial(const YAML::Node& node) {
  if (node.IsScalar() && !node.Scalar().empty())
    return {WaitSerial{node.Scalar(), {}}, in_quotes(node.Scalar())};
  if (node.IsScalar()) throw Fault{place_of(node.Mark()), "wait-serial requires a text"};
  Fields fields("wait-serial", node);
  WaitSerial wait{fields.text({"text", "value"}), {}};
  if (const auto within = fields.find({"within"})) wait.within = fields.time({"within"}, kWithin);
  fields.finish();
  return {wait, in_quotes(wait.text)};
}

Read read_write_serial(const YAML::Node& node) {
  if (node.IsScalar()) return {WriteSerial{node.Scalar()}, in_quotes(node.Scalar())};
  if (!node.IsSequence()) {
    throw Fault{place_of(node.Mark()), "write-serial takes a string or a list of bytes"};
  }
  WriteSerial write;
  for (const YAML::Node& item : node) {
    const std::string text = text_of(item, "a byte");
    const bool hexadecimal = text.starts_with("0x");
    const auto byte = parse_number<std::uint8_t>(
        hexadecimal ? std::string_view(text).substr(2) : text, hexadecimal ? 16 : 10);
    if (!byte) {
      throw Fault{place_of(item.Mark()), fmt::format("\"{}\" is not a byte; write 0 to 255", text)};
    }
    write.bytes += static_cast<char>(*byte);
  }
  return {write, fmt::format("{} bytes", write.bytes.size())};
}

Read read_set_control(const YAML::Node& node) {
  Fields fields("set-control", node);
  const SetControl set{fields.text({"part-id"}), fields.text({"control", "name"}),
                       control_value(fields.get({"value"}))};
  fields.finish();
  return {set, fmt::format("{} {}={}", set.part, set.control, to_string(set.value))};
}

std::string button_of(Fields& fields) {
  const std::string part = fields.text({"part-id"});
  const std::string control = fields.text({"control", "name"}, "");
  return control.empty() ? part : part + ":" + control;
}

Read read_press(const YAML::Node& node) {
  Fields fields("press", as_map(node, "part-id"));
  Press press{button_of(fields), kPress};
  const bool keeps = fields.flag("hold");
  const auto span = fields.find({"for"});
  if (keeps && span) {
    throw Fault{place_of(span->Mark()),
                "press cannot have both for and hold: true, which keeps it until a release"};
  }
  press.hold = fields.time({"for"}, kPress);
  if (keeps) press.hold.reset();
  fields.finish();
  return {press, press.button + (press.hold ? " for " + time_text(*press.hold) : " and hold")};
}

Read read_release(const YAML::Node& node) {
  Fields fields("release", as_map(node, "part-id"));
  const Release release{button_of(fields)};
  fields.finish();
  return {release, release.button};
}

Read read_set_pin(const YAML::Node& node) {
  Fields fields("set-pin", node);
  const YAML::Node value = fields.get({"value"});
  SetPin set{fields.pin(), text_of(value, "value")};
  static const std::set<std::string> kStates{"0", "1", "z", "low", "high", "highz"};
  if (!kStates.contains(set.state)) {
    throw Fault{place_of(value.Mark()),
                fmt::format("\"{}\" is not a state of a pin; write 0, 1 or z", set.state)};
  }
  fields.finish();
  return {set, fmt::format("{}={}", set.pin, set.state)};
}

/// A scenario of other people must not replace any file of the user's.
void check_screenshot(const TakeScreenshot& shot, const YAML::Node& node) {
  namespace fs = std::filesystem;
  if (shot.save_to.empty()) return;
  const fs::path path = fs::path(shot.save_to).lexically_normal();
  if (path.is_absolute() || *path.begin() == "..") {
    throw Fault{place_of(node["save-to"].Mark()),
                fmt::format("save-to: \"{}\" is outside the scenario's folder", shot.save_to)};
  }
  if (path.extension() != ".png" && path.extension() != ".txt") {
    throw Fault{place_of(node["save-to"].Mark()),
                fmt::format("save-to: \"{}\" must end with .png or .txt", shot.save_to)};
  }
  if (!shot.compare_with.empty() && path == fs::path(shot.compare_with).lexically_normal()) {
    throw Fault{place_of(node["save-to"].Mark()),
                "save-to would replace the file that compare-with names; name another"};
  }
}

Read read_take_screenshot(const YAML::Node& node) {
  Fields fields("take-screenshot", node);
  const TakeScreenshot shot{fields.text({"part-id"}), fields.text({"save-to"}, ""),
                            fields.text({"compare-with"}, "")};
  fields.finish();
  if (shot.save_to.empty() && shot.compare_with.empty()) {
    throw Fault{place_of(node.Mark()), "take-screenshot requires save-to or compare-with"};
  }
  check_screenshot(shot, node);
  return {shot, shot.part};
}

Read read_expect_pin(const YAML::Node& node) {
  Fields fields("expect-pin", node);
  const ExpectPin expect{fields.pin(), level_of(fields.get({"value", "expected"})),
                         fields.time({"within"}, Duration::zero())};
  fields.finish();
  return {expect, fmt::format("{} is {}", expect.pin, to_string(expect.level))};
}

Read read_expect_edge(const YAML::Node& node) {
  Fields fields("expect-edge", as_map(node, "pin"));
  const ExpectEdge expect{fields.pin(), fields.edge(Edge::both), fields.count({"count"}, 1),
                          fields.time({"within"}, kWithin)};
  fields.finish();
  return {expect, fmt::format("{} {}{}", expect.pin, edge_word(expect.edge),
                              expect.count > 1 ? fmt::format(", {} times", expect.count) : "")};
}

Read read_expect_no_edge(const YAML::Node& node) {
  Fields fields("expect-no-edge", as_map(node, "pin"));
  const ExpectNoEdge expect{fields.pin(), fields.edge(Edge::both),
                            fields.time({"for", "within"}, kWithin)};
  fields.finish();
  return {expect, fmt::format("{} for {}", expect.pin, time_text(expect.span))};
}

Read read_expect_frequency(const YAML::Node& node) {
  Fields fields("expect-frequency", node);
  const YAML::Node value = fields.get({"value", "frequency"});
  const std::string text = text_of(value, "value");
  const ExpectFrequency expect{fields.pin(), require(parse_frequency(text), value),
                               fields.share("tolerance", kTolerance),
                               fields.time({"for", "within"}, kWithin)};
  fields.finish();
  return {expect, fmt::format("{} {:g} Hz", expect.pin, expect.hertz)};
}

Read read_expect_duty(const YAML::Node& node) {
  Fields fields("expect-duty", node);
  const YAML::Node value = fields.get({"value", "duty"});
  const ExpectDuty expect{fields.pin(), require(parse_share(text_of(value, "value")), value),
                          fields.share("tolerance", kTolerance),
                          fields.time({"for", "within"}, kWithin)};
  fields.finish();
  return {expect, fmt::format("{} {:g} %", expect.pin, 100 * expect.duty)};
}

Duration pulse_width(const YAML::Node& node) {
  const Duration width = require(parse_time(text_of(node, "width")), node);
  if (width > Duration::zero()) return width;
  throw Fault{place_of(node.Mark()), "width must be greater than 0"};
}

Read read_expect_pulse(const YAML::Node& node) {
  Fields fields("expect-pulse", node);
  const YAML::Node width = fields.get({"width"});
  const auto level = fields.find({"level"});
  const ExpectPulse expect{fields.pin(), !level || level_of(*level) == Level::high,
                           pulse_width(width), fields.share("tolerance", kTolerance),
                           fields.time({"within"}, kWithin)};
  fields.finish();
  return {expect, fmt::format("{} {} for {}", expect.pin, expect.high ? "high" : "low",
                              time_text(expect.width))};
}

Read read_expect_text(const YAML::Node& node) {
  Fields fields("expect-text", node);
  const ExpectText expect{fields.text({"part-id"}), fields.text({"text", "value"}),
                          fields.time({"within"}, Duration::zero())};
  fields.finish();
  return {expect, fmt::format("{} {}", expect.part, in_quotes(expect.text))};
}

Read read_expect_blink(const YAML::Node& node) {
  Fields fields("expect-blink", node.IsScalar() ? as_map(node, "part-id") : node);
  const ExpectBlink expect{fields.pin("A"), fields.count({"times"}, 2),
                           fields.time({"within"}, 2 * kWithin)};
  fields.finish();
  return {expect, fmt::format("{} {} times", expect.pin, expect.times)};
}

using Reader = Read (*)(const YAML::Node&);

const std::map<std::string, Reader>& readers() {
  static const std::map<std::string, Reader> kReaders{{"delay", read_delay},
                                                      {"expect-blink", read_expect_blink},
                                                      {"expect-duty", read_expect_duty},
                                                      {"expect-edge", read_expect_edge},
                                                      {"expect-frequency", read_expect_frequency},
                                                      {"expect-no-edge", read_expect_no_edge},
                                                      {"expect-pin", read_expect_pin},
                                                      {"expect-pulse", read_expect_pulse},
                                                      {"expect-text", read_expect_text},
                                                      {"press", read_press},
                                                      {"release", read_release},
                                                      {"set-control", read_set_control},
                                                      {"set-pin", read_set_pin},
                                                      {"take-screenshot", read_take_screenshot},
                                                      {"wait-serial", read_wait_serial},
                                                      {"write-serial", read_write_serial}};
  return kReaders;
}

/// A step's kind and what it is given, beside the name that it may have.
struct Entry {
  Place place;
  std::string name;
  std::string kind;
  YAML::Node value;
};

Entry entry_of(const YAML::Node& node) {
  const YAML::Node name = node.IsMap() ? node["name"] : YAML::Node();
  if (!node.IsMap() || node.size() != (name ? 2 : 1)) {
    throw Fault{place_of(node.Mark()),
                "a step has one key beside its name, its kind, as in: - delay: 500ms (indent the "
                "keys of a step below its kind)"};
  }
  for (const auto& entry : node) {
    const std::string kind = text_of(entry.first, "the kind of a step");
    if (name && kind == "name") continue;
    return {place_of(entry.first.Mark()), name ? text_of(name, "name") : "", kind, entry.second};
  }
  throw Fault{place_of(node.Mark()), "a step requires a kind beside its name"};
}

}  // namespace

Step read_step(const YAML::Node& node) {
  const Entry entry = entry_of(node);
  const auto found = readers().find(entry.kind);
  if (found == readers().end()) {
    std::vector<std::string> known;
    for (const auto& [name, reader] : readers()) known.push_back(name);
    throw Fault{
        entry.place,
        fmt::format("there is no step \"{}\"{}; docs/reference/scenarios.md lists the steps",
                    entry.kind, board::Guesser().did_you_mean(entry.kind, known))};
  }
  auto read = found->second(entry.value);
  const std::string title = entry.name.empty() ? "" : entry.name + ": ";
  return {entry.place, title + entry.kind + " " + read.words, std::move(read.action)};
}

}  // namespace pinbridge::scenario

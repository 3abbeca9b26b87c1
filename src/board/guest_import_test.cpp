#include "board/guest_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "board/assembly.hpp"
#include "board/microcontroller.hpp"
#include "board/reader.hpp"
#include "board/writer.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::board {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Stands for the lines of a guest.
class Lines : public Part {
 public:
  explicit Lines(std::int64_t count) : count_(count) {}
  Layout layout() const override {
    Layout layout;
    for (std::int64_t i = 0; i < count_; ++i) {
      layout.pins.emplace_back(std::to_string(i), PinRole::line);
    }
    return layout;
  }

 private:
  std::int64_t count_;
};

class GuestImportTest : public ::testing::Test {
 protected:
  GuestImportTest() {
    parts::add_parts(catalog_);
    for (const char* type : {"chip-virtio-gpio", "chip-native-gpio"}) {
      catalog_.add({.name = type, .make = [](Attributes& attributes) {
                      return std::make_unique<Lines>(attributes.integer("lines", 1, 1024, 32));
                    }});
    }
    add_microcontrollers(catalog_, tables_);
  }

  /// Imports part `m` of a type, with a button, a keypad, an LED and their wires.
  void import_as(const std::string& type,
                 const std::vector<std::pair<std::string, std::string>>& wires,
                 std::vector<std::string> controllers = {}) {
    board_ = {};
    for (const auto& [id, part] :
         std::vector<std::pair<std::string, std::string>>{{"m", type},
                                                          {"b", "wokwi-pushbutton"},
                                                          {"k", "wokwi-membrane-keypad"},
                                                          {"d", "wokwi-led"},
                                                          {"r", "wokwi-resistor"}}) {
      BoardPart item;
      item.id.text = id;
      item.type.text = part;
      board_.parts.push_back(item);
    }
    for (const auto& [from, to] : wires)
      board_.connections.push_back({{from, {}}, {to, {}}, "", {}});
    problems_ = {};
    const auto pins =
        import_guest(board_, {"m", std::move(controllers)}, tables_, catalog_, problems_);
    ASSERT_TRUE(pins) << pins.error().message;
    lines_.clear();
    for (const auto& [pin, line] : *pins) lines_.push_back(fmt::format("{}={}", pin, line));
    warnings_.clear();
    for (const Problem& problem : problems_.list()) warnings_.push_back(problem.message);
  }
  const BoardPart* part(const std::string& id) const {
    for (const BoardPart& item : board_.parts) {
      if (item.id.text == id) return &item;
    }
    return nullptr;
  }
  std::string attribute(const std::string& id, const std::string& name) const {
    const auto found = part(id)->attributes.find(name);
    return found == part(id)->attributes.end() ? "" : found->second.text;
  }

  Microcontrollers tables_ = Microcontrollers::built_in();
  Catalog catalog_;
  Board board_;
  Problems problems_;
  std::vector<std::string> lines_;
  std::vector<std::string> warnings_;
};

TEST_F(GuestImportTest, AChipTakesThePlaceOfTheMicrocontroller) {
  import_as("board-esp32-devkit-c-v4",
            {{"m:4", "r:1"}, {"r:2", "d:A"}, {"d:C", "m:GND.2"}, {"m:3V3", "k:R1"}});
  EXPECT_EQ(part("m")->type.text, "chip-virtio-gpio");
  EXPECT_EQ(attribute("m", "lines"), "40");
  EXPECT_EQ(attribute("m", "board"), "board-esp32-devkit-c-v4") << "which pages draw";
  EXPECT_EQ(part("m-gnd")->type.text, "wokwi-gnd");
  EXPECT_EQ(part("m-vcc")->type.text, "wokwi-vcc");
  EXPECT_EQ(board_.connections[2].to.text, "m-gnd:GND");
  EXPECT_THAT(lines_, ElementsAre("m:4=m:4"));
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(GuestImportTest, PinsKeepTheirNamesForCommandsWiredOrNot) {
  import_as("wokwi-arduino-uno", {{"m:13", "d:A"}});
  EXPECT_EQ(board_.imported_pins["m:A0"], "m:14");
  EXPECT_EQ(board_.imported_pins["m:13"], "m:13");
  EXPECT_FALSE(board_.imported_pins.contains("m:GND.1"));
}

TEST_F(GuestImportTest, LinesHaveTheNumbersOfTheirGpios) {
  const auto line = [&](const std::string& type, const std::string& pin) {
    import_as(type, {{"m:" + pin, "d:A"}});
    return lines_.size() == 1 ? lines_[0].substr(lines_[0].find('=') + 1) : "none";
  };
  EXPECT_EQ(line("wokwi-arduino-uno", "13"), "m:13");
  EXPECT_EQ(line("wokwi-arduino-uno", "A4.2"), "m:18");
  EXPECT_EQ(line("wokwi-arduino-nano", "A0"), "m:14");
  EXPECT_EQ(line("wokwi-arduino-mega", "A15"), "m:69");
  EXPECT_EQ(line("wokwi-esp32-devkit-v1", "D23"), "m:23");
  EXPECT_EQ(line("board-esp32-devkit-c-v4", "VN"), "m:39");
  EXPECT_EQ(line("board-esp32-s3-devkitc-1", "48"), "m:48");
  EXPECT_EQ(line("board-esp32-c3-devkitm-1", "10"), "m:10");
  EXPECT_EQ(line("wokwi-pi-pico", "GP28"), "m:28");
  EXPECT_EQ(line("board-pi-pico-w", "GP0"), "m:0");
  EXPECT_EQ(line("board-stm32-bluepill", "C13"), "m:45");
  EXPECT_EQ(line("board-st-nucleo-c031c6", "PB0.2"), "m:16");
  EXPECT_EQ(line("board-st-nucleo-l031k6", "D13"), "m:19");
  EXPECT_EQ(line("wokwi-microbit", "P0"), "m:3");
  EXPECT_EQ(line("board-raspberry-pi", "GPIO17"), "m:17");
}

TEST_F(GuestImportTest, EveryTableHasLinesAndBothSupplies) {
  EXPECT_GE(tables_.all().size(), 13U);
  for (const MicrocontrollerTable& table : tables_.all()) {
    int lines = 0;
    int supplies = 0;
    for (const auto& [name, pin] : table.pins) {
      if (pin.kind == MicrocontrollerPin::Kind::line) ++lines;
      if (pin.kind == MicrocontrollerPin::Kind::vcc || pin.kind == MicrocontrollerPin::Kind::gnd) {
        ++supplies;
      }
    }
    EXPECT_GE(lines, 10) << table.name;
    EXPECT_GE(supplies, 2) << table.name;
    EXPECT_TRUE(table.find("GND.1")) << table.name;
  }
}

TEST_F(GuestImportTest, EachControllerHasTheLinesOfAPort) {
  import_as("board-stm32-bluepill", {{"m:A3", "d:A"}, {"m:B5", "d:C"}, {"m:C13", "r:1"}},
            {"stm32l4x5-gpio[0]", "stm32l4x5-gpio[1]"});
  EXPECT_EQ(part("m")->type.text, "chip-native-gpio");
  EXPECT_EQ(attribute("m-2", "controller"), "stm32l4x5-gpio[1]");
  EXPECT_THAT(lines_, ElementsAre("m:A3=m:3", "m:B5=m-2:5"));
  EXPECT_THAT(warnings_,
              ElementsAre(HasSubstr("\"m:C13\": it is line 13 of controller 3, but only 2 "
                                    "are given; the wire is ignored")));
}

TEST_F(GuestImportTest, ButtonsAndKeypadsGetThePullOfInputPullup) {
  import_as("wokwi-arduino-uno", {{"m:2", "b:1.l"}, {"b:2.r", "m:GND.1"}});
  EXPECT_EQ(attribute("m", "pull"), "2:up");
  import_as("wokwi-arduino-uno", {{"m:2", "b:1.l"}, {"b:2.r", "m:5V"}});
  EXPECT_EQ(attribute("m", "pull"), "2:down");
  import_as("wokwi-arduino-uno",
            {{"m:2", "b:1.l"}, {"b:2.r", "m:GND.1"}, {"m:2", "r:1"}, {"r:2", "m:5V"}});
  EXPECT_EQ(attribute("m", "pull"), "") << "a resistor pulls it";
  import_as("wokwi-arduino-uno",
            {{"m:4", "k:R1"}, {"m:5", "k:R2"}, {"m:6", "k:C1"}, {"m:7", "k:C2"}});
  EXPECT_EQ(attribute("m", "pull"), "4:up,5:up,6:up,7:up");
}

TEST_F(GuestImportTest, WiresToWhatAGuestLacksAreLeftOutWithASentence) {
  import_as("wokwi-arduino-nano",
            {{"m:A7", "r:1"}, {"m:RESET", "b:1.l"}, {"m:D99", "d:A"}, {"m:3", "d:A"}});
  EXPECT_THAT(
      warnings_,
      ElementsAre("\"m:A7\": it is an analog input, which is not available; the wire is ignored",
                  "\"m:RESET\": it is not a GPIO of a guest; the wire is ignored",
                  "\"m:D99\": Arduino Nano has no such pin; the wire is ignored"));
  EXPECT_EQ(board_.connections.size(), 1U);
  import_as("board-esp32-devkit-c-v4", {{"m:TX", "$serialMonitor:RX"}, {"m:RX", "d:A"}});
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("\"m:RX\": it is the serial port")));
  EXPECT_TRUE(board_.connections.empty());
}

TEST_F(GuestImportTest, TheResultIsReadBackAsTheSameBoard) {
  import_as("wokwi-pi-pico", {{"m:GP2", "b:1.l"}, {"b:2.r", "m:GND.3"}, {"m:GP3", "d:A"}});
  Problems problems;
  const Board again = read_board(write_board(board_), problems);
  EXPECT_TRUE(problems.list().empty());
  EXPECT_EQ(write_board(again), write_board(board_));
  EXPECT_EQ(again.parts.size(), board_.parts.size());
  EXPECT_EQ(again.parts[0].attributes.at("pull").text, "2:up");
}

TEST(GuestChoice, IsAPartAndAWay) {
  EXPECT_TRUE(GuestChoice::parse("esp=virtio-gpio").value().controllers.empty());
  EXPECT_THAT(GuestChoice::parse("esp=native:a,b[1]").value().controllers,
              ElementsAre("a", "b[1]"));
  for (const char* wrong :
       {"", "esp", "=virtio-gpio", "esp=", "esp=native:", "esp=native:a,,b", "esp=x"}) {
    EXPECT_FALSE(GuestChoice::parse(wrong)) << wrong;
  }
}

TEST(MicrocontrollerTable, ATableThatIsNoneIsExplained) {
  const auto said = [](std::string_view text) {
    const auto table = parse_microcontroller(text);
    return table ? "fine" : table.error().message;
  };
  EXPECT_THAT(said("{"), HasSubstr("line 1: this is not JSON"));
  EXPECT_THAT(said("{}"), HasSubstr("\"lines\" (1 to 1024)"));
  const std::string head = R"({"name": "x", "types": ["x"], "lines": 4, "pins": )";
  EXPECT_EQ(said(head + R"({"a": 3, "b": "gnd"}})"), "fine");
  EXPECT_THAT(said(head + R"({"a": 4}})"), HasSubstr("pin \"a\" (line 1 of the file)"));
  EXPECT_THAT(said(head + R"({"a": 1.5}})"), HasSubstr("pin \"a\""));
  EXPECT_THAT(said(head + R"({"a": "vdd"}})"), HasSubstr("pin \"a\""));
}

}  // namespace
}  // namespace pinbridge::board

#include "app/controller_files.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/temp_folder.hpp"
#include "links/controllers/controller_choice.hpp"

namespace pinbridge::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kEsp32 = R"({"controllers": [{
  "type": "esp32.gpio", "lines": 40,
  "trace": "esp32_gpio_write {path} {offset} {value}",
  "registers": [
    {"offset": "0x04", "meaning": "data"},
    {"offset": 16, "meaning": "data", "firstLine": 32, "name": "OUT1"},
    {"offset": "0x20", "meaning": "output"}]}]})";

std::vector<std::string> problems_of(std::string_view json) {
  board::Problems problems;
  EXPECT_THAT(read_controller_types(json, problems), IsEmpty());
  std::vector<std::string> texts;
  for (const board::Problem& problem : problems.list()) {
    texts.push_back(
        fmt::format("{}:{}: {}", problem.place.line, problem.place.column, problem.message));
  }
  return texts;
}

/// A controller with one member more, or another one.
std::string controller(const std::string& member) {
  return R"({"controllers": [{"registers": [{"offset": 0, "meaning": "data"}], )" + member + "}]}";
}

TEST(ControllerFiles, ReadATypeWithItsRegisters) {
  board::Problems problems;
  const auto types = read_controller_types(kEsp32, problems);
  EXPECT_THAT(problems.list(), IsEmpty());
  ASSERT_THAT(types, SizeIs(1));
  EXPECT_EQ(types[0].qom_type, "esp32.gpio");
  EXPECT_EQ(types[0].type.lines, 40);
  EXPECT_EQ(types[0].type.register_bytes, 4);
  ASSERT_THAT(types[0].registers, SizeIs(3));
  EXPECT_EQ(types[0].registers[1].offset, 16U);
  EXPECT_EQ(types[0].registers[1].first_line, 32);
  EXPECT_EQ(types[0].registers[2].meaning, controllers::Meaning::output);
  EXPECT_THAT(types[0].register_names, ElementsAre("", "OUT1", ""));
}

TEST(ControllerFiles, ReportWhatIsWrongAtItsPlace) {
  EXPECT_THAT(problems_of("[]"), ElementsAre(HasSubstr("1:1: it is not an object")));
  EXPECT_THAT(problems_of("{}"), ElementsAre(HasSubstr("\"controllers\" is missing")));
  EXPECT_THAT(problems_of(R"({"controllers": 1})"), ElementsAre(HasSubstr("is not a list")));
  EXPECT_THAT(problems_of(R"({"controllers": [{}]})"),
              ElementsAre(HasSubstr("\"type\" is missing"), HasSubstr("\"registers\" is missing")));
  EXPECT_THAT(problems_of(controller(R"("type": "a b")")),
              ElementsAre(HasSubstr("\"a b\" is not a type")));
  EXPECT_THAT(problems_of(controller(R"("type": "pl061")")),
              ElementsAre(HasSubstr("\"pl061\" is already known")));
  EXPECT_THAT(problems_of(controller(R"("type": "x", "colour": 1)")),
              ElementsAre(HasSubstr("there is no \"colour\" here")));
  EXPECT_THAT(problems_of(controller(R"("type": "x", "lines": 257)")),
              ElementsAre(HasSubstr("\"lines\" is not a whole number from 1 to 256")));
  EXPECT_THAT(problems_of(controller(R"("type": "x", "releases": 1)")),
              ElementsAre(HasSubstr("\"releases\" is not true or false")));
  EXPECT_THAT(problems_of(controller(R"("type": "x", "input": "wire")")),
              ElementsAre(HasSubstr("\"input\" is not one of irq, property, setClear")));
  EXPECT_THAT(problems_of(controller(R"("type": "x", "input": "setClear")")),
              ElementsAre(HasSubstr("\"setRegister\" is missing"), HasSubstr("\"clearRegister\"")));
}

TEST(ControllerFiles, ReportARegisterThatIsNone) {
  const auto registers = [](const std::string& list) {
    return problems_of(R"({"controllers": [{"type": "x", "registers": )" + list + "}]}");
  };
  EXPECT_THAT(registers("[]"), ElementsAre(HasSubstr("is not a list of registers")));
  EXPECT_THAT(registers(R"([{"offset": 0}])"), ElementsAre(HasSubstr("\"meaning\" is missing")));
  EXPECT_THAT(registers(R"([{"offset": "4", "meaning": "data"}])"),
              ElementsAre(HasSubstr("\"offset\" is not a whole number")));
  EXPECT_THAT(registers(R"([{"offset": -1, "meaning": "data"}])"), SizeIs(1));
  EXPECT_THAT(registers(R"([{"offset": 0, "meaning": "dat"}])"),
              ElementsAre(HasSubstr("\"meaning\" is not one of data, dataSet")));
  EXPECT_THAT(registers(R"([{"offset": 0, "meaning": "data", "firstLine": 256}])"), SizeIs(1));
}

TEST(ControllerFiles, ReportATraceThatCannotBeRead) {
  const auto trace = [](const std::string& text) {
    return problems_of(controller(R"("type": "x", "trace": ")" + text + "\""));
  };
  EXPECT_THAT(trace("event {path"), ElementsAre(HasSubstr("a { has no }")));
  EXPECT_THAT(trace("event {pathh} {value}"), ElementsAre(HasSubstr("\"{pathh}\" is not a field")));
  EXPECT_THAT(trace("event {path}"), ElementsAre(HasSubstr("it has no {value}")));
  EXPECT_THAT(trace("event {0} {4} {8} {c}"), ElementsAre(HasSubstr("more than 3 values")));
  EXPECT_THAT(trace("{path} {value}"), ElementsAre(HasSubstr("an event is not named first")));
}

TEST(ControllerFiles, AddTheTypesOfADirectoryToThoseThatBoardsMayName) {
  const pinbridge::testing::TempFolder folder;
  EXPECT_THAT(add_controller_files(folder.path()).error().message, HasSubstr("has no file *.json"));
  std::ofstream(folder.path() / "a.json") << kEsp32;
  std::ofstream(folder.path() / "notes.txt") << "nothing";
  EXPECT_FALSE(controllers::ControllerChoice::parse("esp32.gpio"));
  ASSERT_TRUE(add_controller_files(folder.path()));
  const auto choice = controllers::ControllerChoice::parse("esp32.gpio[1]");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->type()->lines, 40);
  EXPECT_EQ(choice->type()->registers[1].name, "OUT1");
  EXPECT_THAT(add_controller_files(folder.path()).error().message,
              HasSubstr("error: \"esp32.gpio\" is already known"));
}

}  // namespace
}  // namespace pinbridge::app

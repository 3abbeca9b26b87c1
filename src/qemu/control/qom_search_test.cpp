#include "qemu/control/qom_search.hpp"

#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Answers questions out of a table: "qom-list /machine", "qom-get /machine/gpio name". What is not
/// there is refused. Keeps what was asked.
class Answers {
 public:
  Answers& list(const std::string& path, const char* entries) {
    table_["qom-list " + path] = json::parse(entries);
    return *this;
  }
  Answers& get(const std::string& path_and_property, json::value value) {
    table_["qom-get " + path_and_property] = std::move(value);
    return *this;
  }
  /// Asks until there is no more question.
  std::vector<QomDevice> search(std::string_view wanted = "pl061") {
    QomSearch search([=](std::string_view type) { return type == wanted; });
    while (const auto question = search.question()) {
      const auto again = search.question();
      EXPECT_TRUE(again && again->arguments == question->arguments) << "until it is answered";
      asked.push_back(text(*question));
      const auto answer = table_.find(asked.back());
      search.answer(answer == table_.end() ? json::value() : answer->second);
    }
    return search.take_found();
  }

  std::vector<std::string> asked;

 private:
  static std::string text(const QomQuestion& question) {
    std::string text(question.command);
    for (const char* key : {"path", "property"}) {
      const auto* value = question.arguments.if_contains(key);
      if (value != nullptr) text += " " + std::string(value->as_string());
    }
    return text;
  }

  std::map<std::string, json::value> table_;
};

TEST(QomSearch, FindsADeviceWithItsNameItsPinsAndItsAddress) {
  Answers answers;
  answers.list("/machine", R"([{"name": "soc", "type": "child<stm32-soc>"}])")
      .list("/machine/soc", R"([{"name": "gpiob", "type": "child<pl061>"}])")
      .list("/machine/soc/gpiob", R"([
        {"name": "type", "type": "string"},
        {"name": "name", "type": "str"},
        {"name": "unnamed-gpio-in[0]", "type": "child<irq>"},
        {"name": "unnamed-gpio-in[1]", "type": "child<irq>"},
        {"name": "unnamed-gpio-out[0]", "type": "link<irq>"},
        {"name": "gpioB0", "type": "bool"},
        {"name": "gpioA0", "type": "bool"},
        {"name": "gpio-clock", "type": "int"},
        {"name": "io[0]", "type": "child<memory-region>"},
        {"name": "io[1]", "type": "child<memory-region>"}])")
      .get("/machine/soc/gpiob name", "B")
      .get("/machine/soc/gpiob/io[0] addr", 0x400)
      .get("/machine/soc/gpiob/io[0] container", "/machine/soc/bank")
      .get("/machine/soc/bank addr", 0x48000000)
      .get("/machine/soc/bank container", "");
  const auto found = answers.search();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].path, "/machine/soc/gpiob");
  EXPECT_EQ(found[0].type, "pl061");
  EXPECT_EQ(found[0].name, "B");
  EXPECT_EQ(found[0].address, 0x48000400U);
  EXPECT_EQ(found[0].inputs, 2U);
  EXPECT_EQ(found[0].outputs, 1U);
  EXPECT_THAT(found[0].pin_levels, ElementsAre("gpioB0", "gpioA0"));
  EXPECT_TRUE(found[0].has_lasting_path());
}

/// A system on a chip in which a device lies, and whose first input is that of `owner`.
Answers with_passed_inputs(const std::string& owner) {
  Answers answers;
  answers.list("/machine", R"([{"name": "soc", "type": "child<nrf51-soc>"}])")
      .list("/machine/soc", R"([{"name": "gpio", "type": "child<pl061>"},
                                {"name": "unnamed-gpio-in[0]", "type": "link<irq>"}])")
      .list("/machine/soc/gpio", R"([{"name": "unnamed-gpio-in[0]", "type": "child<irq>"}])")
      .get("/machine/soc unnamed-gpio-in[0]", json::string(owner + "/unnamed-gpio-in[0]"));
  return answers;
}

TEST(QomSearch, InputsThatASystemOnAChipPassesOnAreReachedThere) {
  const auto found = with_passed_inputs("/machine/soc/gpio").search();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].path, "/machine/soc/gpio");
  EXPECT_EQ(found[0].pins_path, "/machine/soc");
}

TEST(QomSearch, InputsThatASystemOnAChipHasOfAnotherAreNotTheDevices) {
  const auto found = with_passed_inputs("/machine/soc/uart").search();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].pins_path, "/machine/soc/gpio");
}

TEST(QomSearch, AMachineWithoutAnyIsAskedWhatItHasAndNoMore) {
  Answers answers;
  answers.list("/machine", R"([{"name": "type", "type": "string"},
                               {"name": "ram", "type": "link<memory-region>"},
                               {"name": "unattached", "type": "child<container>"}])");
  EXPECT_THAT(answers.search(), IsEmpty());
  EXPECT_THAT(answers.asked, ElementsAre("qom-list /machine", "qom-list /machine/unattached"));
}

TEST(QomSearch, LooksNotIntoWhatHasNoDeviceBelowIt) {
  Answers answers;
  answers.list("/machine", R"([{"name": "a", "type": "child<irq>"},
                               {"name": "b", "type": "child<memory-region>"},
                               {"name": "c", "type": "child<clock>"},
                               {"name": "d", "type": "child<or-irq>"},
                               {"name": "e", "type": "child<cortex-a53-arm-cpu>"}])");
  EXPECT_THAT(answers.search(), IsEmpty());
  EXPECT_THAT(answers.asked, ElementsAre("qom-list /machine"));
}

TEST(QomSearch, DevicesAreInTheOrderOfTheirAddresses) {
  Answers answers;
  answers.list("/machine", R"([{"name": "x", "type": "child<pl061>"},
                               {"name": "y", "type": "child<pl061>"},
                               {"name": "z", "type": "child<pl061>"}])");
  for (const auto& [name, address] :
       std::map<std::string, int>{{"x", 0x3000}, {"y", 0x1000}, {"z", 0x2000}}) {
    answers.list("/machine/" + name, R"([{"name": "io", "type": "child<memory-region>"}])")
        .get("/machine/" + name + "/io addr", address);
  }
  const auto found = answers.search();
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].path, "/machine/y");
  EXPECT_EQ(found[1].path, "/machine/z");
  EXPECT_EQ(found[2].path, "/machine/x");
}

TEST(QomSearch, ADeviceOfWhichQemuRefusesTheRestIsFoundAllTheSame) {
  Answers answers;
  answers.list("/machine", R"([{"name": "unattached", "type": "child<container>"}])")
      .list("/machine/unattached", R"([{"name": "device[7]", "type": "child<pl061>"}])");
  const auto found = answers.search();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].address, 0U);
  EXPECT_FALSE(found[0].has_lasting_path());
}

TEST(QomSearch, AnswersOfAnotherShapeCountAsNone) {
  const json::value shapes[] = {nullptr,
                                true,
                                -5,
                                1e300,
                                "text",
                                json::object{},
                                json::array{},
                                json::parse(R"([5, null, [], {}])"),
                                json::parse(R"([{"name": 5, "type": {}}])"),
                                json::parse(R"([{"name": "a"}, {"type": "child<pl061>"}])"),
                                json::parse(R"([{"name": "a", "type": "child<"}])"),
                                json::parse(R"([{"name": "", "type": "child<>"}])")};
  for (const auto& shape : shapes) {
    // The same at each step: of the machine, of a device, of its name and of its address.
    for (int good = 0; good < 5; ++good) {
      QomSearch search([](std::string_view type) { return type == "pl061"; });
      int asked = 0;
      while (const auto question = search.question()) {
        ASSERT_LT(asked, 1000);
        json::value answer = shape;
        if (asked++ < good) {
          const auto path = std::string(question->arguments.at("path").as_string());
          answer = path == "/machine" ? json::parse(R"([{"name": "gpio", "type": "child<pl061>"}])")
                                      : json::parse(R"([{"name": "name", "type": "str"},
                                         {"name": "io", "type": "child<memory-region>"}])");
        }
        search.answer(answer);
      }
      EXPECT_LE(search.take_found().size(), 2U);
    }
  }
}

/// Answers every question with `answer`, and returns how many there were.
std::size_t questions_of(QomSearch& search, const json::value& answer) {
  std::size_t asked = 0;
  while (search.question() && asked < 1'000'000) {
    search.answer(answer);
    ++asked;
  }
  return asked;
}

TEST(QomSearch, ATreeWithoutEndIsGivenUp) {
  json::array children;
  for (int i = 0; i < 100; ++i) {
    children.push_back(json::object{{"name", fmt::format("c{}", i)}, {"type", "child<x>"}});
  }
  QomSearch search([](std::string_view) { return false; });
  EXPECT_LT(questions_of(search, children), 30'000U);
}

TEST(QomSearch, ATreeOfNothingButDevicesIsGivenUp) {
  json::array children;
  for (int i = 0; i < 100'000; ++i) {
    children.push_back(json::object{{"name", std::to_string(i)}, {"type", "child<pl061>"}});
  }
  QomSearch search([](std::string_view type) { return type == "pl061"; });
  ASSERT_TRUE(search.question());
  search.answer(children);
  EXPECT_LT(questions_of(search, nullptr), 30'000U);
  EXPECT_LT(search.take_found().size(), 30'000U);
}

TEST(QomSearch, ALongNameIsNotKeptForEachOfItsChildren) {
  const std::string longest(2'000'000, 'x');
  QomSearch search([](std::string_view) { return false; });
  search.answer(json::array{json::object{{"name", longest}, {"type", "child<x>"}}});
  EXPECT_FALSE(search.question()) << "it would be kept with each of its children again";
}

TEST(QomSearch, RegionsThatLieWithinEachOtherEnd) {
  Answers answers;
  answers.list("/machine", R"([{"name": "gpio", "type": "child<pl061>"}])")
      .list("/machine/gpio", R"([{"name": "io", "type": "child<memory-region>"}])")
      .get("/machine/gpio/io addr", 1)
      .get("/machine/gpio/io container", "/machine/gpio/io");
  EXPECT_THAT(answers.search(), SizeIs(1));
  EXPECT_LT(answers.asked.size(), 50U);
}

}  // namespace
}  // namespace pinbridge::qemu

#include "qemu/control/qtest_command.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <type_traits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/controllers/controller_type.hpp"

namespace pinbridge::qemu {
namespace {

/// As g_strsplit() at spaces: two in a row have an empty word between them.
std::vector<std::string> split_words(std::string line) {
  std::vector<std::string> words;
  std::istringstream text(line.append(" "));
  for (std::string word; std::getline(text, word, ' ');) words.push_back(word);
  return words;
}

/// As qemu_strtoul() and its like: all of it, base by its prefix.
bool is_strtoul(const std::string& word) {
  char* end = nullptr;
  errno = 0;
  std::strtoull(word.c_str(), &end, 0);
  return !word.empty() && *end == '\0' && errno == 0;
}

/// Whether `text` is one line at which no g_assert() of QEMU's system/qtest.c fails.
bool qemu_can_read(const std::string& text) {
  if (std::ranges::count(text, '\n') != 1 || !text.ends_with('\n')) return false;
  const auto words = split_words(text.substr(0, text.size() - 1));
  if (std::ranges::find(words, "") != words.end()) return false;
  if (words[0] == "set_irq_in") {
    return words.size() == 5 && words[1].front() == '/' && is_strtoul(words[3]) &&
           is_strtoul(words[4]);
  }
  if (words[0] == "irq_intercept_out") {
    return (words.size() == 2 || words.size() == 3) && words[1].front() == '/';
  }
  if (words[0] == "writew" || words[0] == "writel") {
    return words.size() == 3 && is_strtoul(words[1]) && is_strtoul(words[2]);
  }
  return (words[0] == "readw" || words[0] == "readl") && words.size() == 2 && is_strtoul(words[1]);
}

const char* const kPaths[] = {"/", "/machine/soc/gpio1", "/machine/unattached/device[7]",
                              "/machine/x%n\"'\\$;{}", "/~"};

TEST(QtestCommand, TheModelOfQemuRefusesWhatQemuAbortsAt) {
  for (const char* bad :
       {"", "\n", "set_irq_in\n", "set_irq_in /a unnamed-gpio-in 1\n", "readl\n", "readl x\n",
        "set_irq_in /a unnamed-gpio-in x 1\n", "set_irq_in  unnamed-gpio-in 1 1\n",
        "irq_intercept_out\n", "readl 0x1", "readl 0x1\nreadl\n", "readl 0x1z\n"}) {
    EXPECT_FALSE(qemu_can_read(bad)) << bad;
  }
}

TEST(QtestCommand, APathThatCannotStandInALineIsNone) {
  for (const std::string_view bad :
       {std::string_view(""), std::string_view(" "), std::string_view("machine"),
        std::string_view("device[0]"), std::string_view("/a b"), std::string_view(" /a"),
        std::string_view("/a "), std::string_view("/a\n"), std::string_view("/a\nquit"),
        std::string_view("/a\r"), std::string_view("/a\tb"), std::string_view("/a\0b", 4),
        std::string_view("/\x7f"), std::string_view("/g\xc3\xa4"), std::string_view("/\xff")}) {
    const auto path = QtestPath::of(bad);
    ASSERT_FALSE(path) << bad;
    EXPECT_EQ(path.error().code, ErrorCode::unsupported);
    EXPECT_THAT(path.error().message, ::testing::HasSubstr("cannot be written to QEMU's qtest"));
  }
}

TEST(QtestCommand, OfAllBytesOnlyThoseOfAWordAreTakenIntoAPath) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string path = std::string("/a") + static_cast<char>(byte) + "b";
    EXPECT_EQ(static_cast<bool>(QtestPath::of(path)), byte > 0x20 && byte < 0x7f) << byte;
  }
}

TEST(QtestCommand, ThereIsNoPathThatWasNotLookedAt) {
  EXPECT_FALSE(std::is_default_constructible_v<QtestPath>);
  EXPECT_FALSE((std::is_constructible_v<QtestPath, std::string>));
}

TEST(QtestCommand, AnInputIsSetByItsNumber) {
  const auto path = QtestPath::of("/machine/unattached/device[7]").value();
  EXPECT_EQ(set_input_command(path, LineOffset{3}, InputLevel::high),
            "set_irq_in /machine/unattached/device[7] unnamed-gpio-in 3 1\n");
  EXPECT_EQ(set_input_command(path, LineOffset{0}, InputLevel::low),
            "set_irq_in /machine/unattached/device[7] unnamed-gpio-in 0 0\n");
  EXPECT_EQ(set_input_command(path, LineOffset{31}, InputLevel::released),
            "set_irq_in /machine/unattached/device[7] unnamed-gpio-in 31 -1\n");
}

TEST(QtestCommand, QemuCanReadEachInputOfEachPath) {
  for (const char* text : kPaths) {
    const auto path = QtestPath::of(text).value();
    for (std::uint32_t line = 0; line <= 0xffff; line += 51) {
      for (const auto level : {InputLevel::released, InputLevel::low, InputLevel::high}) {
        const auto command =
            set_input_command(path, LineOffset{static_cast<std::uint16_t>(line)}, level);
        EXPECT_TRUE(qemu_can_read(command)) << command;
      }
    }
  }
}

TEST(QtestCommand, QemuCanReadTheInterceptionOfEveryKindOfController) {
  for (const char* text : kPaths) {
    const auto path = QtestPath::of(text).value();
    EXPECT_EQ(intercept_command(path, ""), "irq_intercept_out " + path.text() + "\n");
    for (const controllers::ControllerType* type : controllers::controller_types()) {
      const auto command = intercept_command(path, type->outputs);
      EXPECT_TRUE(qemu_can_read(command)) << command;
    }
  }
}

TEST(QtestCommand, QemuCanReadWhatReadsEveryRegister) {
  EXPECT_EQ(read_command(0x9030400, 4), "readl 0x9030400\n");
  EXPECT_EQ(read_command(0xfffce004, 2), "readw 0xfffce004\n");
  for (const std::uint64_t address :
       {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{0x3f200034}, ~std::uint64_t{0}}) {
    for (const int bytes : {2, 4}) {
      EXPECT_TRUE(qemu_can_read(read_command(address, bytes))) << address;
    }
  }
}

TEST(QtestCommand, QemuCanReadWhatWritesARegister) {
  EXPECT_EQ(write_command(0x3f20001c, 4, 1U << 31), "writel 0x3f20001c 0x80000000\n");
  for (const int bytes : {2, 4}) {
    EXPECT_TRUE(qemu_can_read(write_command(~std::uint64_t{0}, bytes, 0)));
  }
}

TEST(QtestCommandDeathTest, NoOtherNameOfOutputsAndNoOtherWidthIsWritten) {
  const auto path = QtestPath::of("/a").value();
  const auto aborts = ::testing::KilledBySignal(SIGABRT);
  EXPECT_EXIT(intercept_command(path, "two words"), aborts, "");
  EXPECT_EXIT(intercept_command(path, "line\n"), aborts, "");
  EXPECT_EXIT(read_command(0, 3), aborts, "");
}

}  // namespace
}  // namespace pinbridge::qemu

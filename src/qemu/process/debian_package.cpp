#include "qemu/process/debian_package.hpp"

#include <algorithm>

namespace pinbridge::qemu {
namespace {

using namespace std::string_view_literals;

constexpr auto kPrefix = "qemu-system-"sv;

struct Family {
  std::string_view target;  ///< how the program's name goes on
  std::string_view package;
};
constexpr Family kFamilies[] = {{"arm", "arm"},    {"aarch64", "arm"}, {"i386", "x86"},
                                {"x86_64", "x86"}, {"mips", "mips"},   {"ppc", "ppc"},
                                {"sparc", "sparc"}};

}  // namespace

std::string debian_package(std::string_view program) {
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 is 0
  if (!program.starts_with(kPrefix)) return {};
  const auto target = program.substr(kPrefix.size());
  const auto family = std::ranges::find_if(
      kFamilies, [&](const Family& each) { return target.starts_with(each.target); });
  const auto package = family == std::end(kFamilies) ? "misc"sv : family->package;
  return std::string(kPrefix).append(package);
}

}  // namespace pinbridge::qemu

#include "scenario/junit.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/printable.hpp"

namespace pinbridge::scenario {
namespace {

/// Of U+FFFE and U+FFFF, which XML does not have.
bool is_noncharacter(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "\xef\xbf\xbe" || text.substr(at, 3) == "\xef\xbf\xbf";
}

/// The characters beyond ASCII from `at` on, whose end it returns.
std::size_t escape_unicode(std::string_view text, std::size_t at, std::string& all) {
  std::size_t end = at;
  while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80 &&
         !is_noncharacter(text, end)) {
    ++end;
  }
  all += printable(text.substr(at, end - at));
  return end;
}

/// XML 1.0 has no way to write control characters, and a guest's bytes may not be UTF-8.
std::string escaped(const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      all += "&amp;";
    } else if (c == '<') {
      all += "&lt;";
    } else if (c == '>') {
      all += "&gt;";
    } else if (c == '"') {
      all += "&quot;";
    } else if (byte >= 0x20 && byte < 0x7f) {
      all += c;
    } else if (c == '\n' || c == '\t') {
      all += c == '\n' ? "&#10;" : "&#9;";
    } else if (is_noncharacter(text, i)) {
      i += 2;
    } else if (byte >= 0x80) {
      i = escape_unicode(text, i, all) - 1;
    }
  }
  return all;
}

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string test_case(const Report& report) {
  std::string text = fmt::format(
      "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" time=\"{:.6f}\">\n",
      escaped(report.name), escaped(report.file), escaped(report.file), seconds(report.duration));
  if (report.outcome != Outcome::passed) {
    text += fmt::format("      <failure type=\"{}\" message=\"{}\"/>\n",
                        report.outcome == Outcome::failed ? "failed" : "timed-out",
                        escaped(report.why));
  }
  text += fmt::format("      <system-out>{}</system-out>\n", escaped(report.console));
  if (!report.errors.empty()) {
    text += fmt::format("      <system-err>{}</system-err>\n", escaped(report.errors));
  }
  return text + "    </testcase>\n";
}

}  // namespace

std::string junit(const std::vector<Report>& reports) {
  Duration total{};
  std::string cases;
  for (const Report& report : reports) {
    total += report.duration;
    cases += test_case(report);
  }
  const auto failures = std::ranges::count_if(
      reports, [](const Report& report) { return report.outcome != Outcome::passed; });
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"pinbridge\" "
      "tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.6f}\">\n{}  </testsuite>\n"
      "</testsuites>\n",
      reports.size(), failures, seconds(total), cases);
}

}  // namespace pinbridge::scenario

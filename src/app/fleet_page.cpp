#include "app/fleet_page.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/printable.hpp"

namespace pinbridge::app {
namespace {

constexpr std::string_view kStyle = R"(:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
p { opacity: 0.75; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #8884; }
td.online::before { content: "\25CF\00A0"; color: #2a9d4a; }
td.offline { opacity: 0.6; }
td.offline::before { content: "\25CB\00A0"; }
)";

/// Of a page: more would load slowly every two seconds.
constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kLongestText = 200;

/// Text from outside, as HTML.
std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : shortened(printable(text), kLongestText)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string row_of(const std::string& name, const mqtt::FleetBench& bench) {
  const std::string text = escaped(name);
  const std::string link =
      bench.online && !bench.page.empty() && bench.page.size() <= kLongestText
          ? fmt::format("<a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a>",
                        escaped(bench.page), text)
          : text;
  const char* state = bench.online ? "online" : "offline";
  return fmt::format(
      "<tr><td>{}</td><td class=\"{}\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", link,
      state, state, escaped(bench.board), escaped(bench.utc), escaped(bench.version));
}

}  // namespace

FleetPage::FleetPage(std::string broker) : broker_(std::move(broker)) {
  files_ = {{{"index.html", html_}}};
}

void FleetPage::show(const mqtt::Fleet& fleet) {
  const auto& benches = fleet.benches();
  const auto online = std::ranges::count_if(benches, [](const auto& b) { return b.second.online; });
  std::string rows;
  std::size_t count = 0;
  for (const auto& [name, bench] : benches) {
    if (count++ == kMostRows) break;
    rows += row_of(name, bench);
  }
  const char* stale =
      fleet.is_connected() ? "" : "<p><strong>There is no connection to the broker.</strong></p>";
  const std::string more =
      benches.size() > kMostRows ? fmt::format("<p>The first {} are shown.</p>", kMostRows) : "";
  html_ = fmt::format(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><style>{}</style>
<title>{} of {} benches online</title></head>
<body><h1>Benches on {}</h1><p>{} of {} online</p>{}
<table><thead><tr><th>Bench</th><th>State</th><th>Board</th><th>Since (UTC)</th><th>Version</th></tr></thead>
<tbody>
{}</tbody></table>{}</body></html>
)",
                      kStyle, online, benches.size(), escaped(broker_), online, benches.size(),
                      stale, rows, more);
  files_[0].bytes = html_;
}

}  // namespace pinbridge::app

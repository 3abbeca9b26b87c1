#include <limits>

#include "base/number.hpp"
#include "trace/level_digit.hpp"
#include "trace/line_reader.hpp"
#include "trace/waveform.hpp"

namespace pinbridge::trace {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::size_t kDecimals = 9;

/// Takes the next field off a row; a field in quotes may have commas.
std::string take_field(std::string_view& row) {
  std::string field;
  if (!row.starts_with('"')) {
    field = row.substr(0, row.find(','));
    row.remove_prefix(field.size());
  } else {
    row.remove_prefix(1);
    while (!row.empty()) {
      const bool quote = row.front() == '"';
      const bool doubled = row.starts_with("\"\"");
      row.remove_prefix(doubled ? 2 : 1);
      if (quote && !doubled) break;
      field += quote ? '"' : row.data()[-1];
    }
  }
  if (row.starts_with(',')) row.remove_prefix(1);
  return field;
}

/// "1.5" in ns, to the nanosecond: a double has too few digits for a day.
std::optional<Duration> parse_seconds(const std::string& text) {
  const auto point = text.find('.');
  const auto whole = parse_number<std::int64_t>(text.substr(0, point));
  std::string decimals = point == std::string::npos ? "" : text.substr(point + 1);
  if (decimals.size() > kDecimals) return std::nullopt;
  decimals.resize(kDecimals, '0');
  const auto part = parse_number<std::uint32_t>(decimals);
  if (!whole || !part || *whole < 0) return std::nullopt;
  if (*whole >= std::numeric_limits<std::int64_t>::max() / kSecond) return std::nullopt;
  return Duration(*whole * kSecond + *part);
}

Result<void> take_row(std::string_view row, Waveform& waveform) {
  const std::string first = take_field(row);
  const auto time = parse_seconds(first);
  if (!time) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is not a time in seconds with at most nine decimals", first);
  }
  if (*time < waveform.length) return make_error(ErrorCode::invalid, "the time runs backwards");
  waveform.length = *time;
  for (Track& track : waveform.tracks) {
    const std::string field = take_field(row);
    const auto level = field.size() == 1 ? level_to_drive(field.front()) : std::nullopt;
    if (!level) {
      return make_error(ErrorCode::invalid, "\"{}\" is not a level; the levels are 0, 1, z and x",
                        field);
    }
    if (track.changes.empty() || track.changes.back().level != *level) {
      track.changes.push_back({*time, *level});
    }
  }
  if (row.empty()) return {};
  return make_error(ErrorCode::invalid, "the row has more fields than the first");
}

}  // namespace

Result<Waveform> read_csv(const std::string& text) {
  Waveform waveform;
  LineReader lines(text);
  std::string_view row;
  if (!lines.next(row)) return lines.error("the file is empty");
  take_field(row);
  while (!row.empty()) waveform.tracks.push_back({take_field(row), {}});
  if (waveform.tracks.empty()) {
    return lines.error("the first row names the columns: time, and a pin in each of the others");
  }
  while (lines.next(row)) {
    if (row.empty()) continue;
    if (const auto taken = take_row(row, waveform); !taken) {
      return lines.error(taken.error().message);
    }
  }
  return waveform;
}

}  // namespace pinbridge::trace

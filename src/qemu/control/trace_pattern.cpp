#include "qemu/control/trace_pattern.hpp"

#include "base/check.hpp"
#include "base/number.hpp"

namespace pinbridge::qemu {
namespace {

template <class T>
bool parse_traced(std::string_view text, T& number) {
  const bool hexadecimal = text.starts_with("0x");
  const auto parsed = parse_number<T>(text.substr(hexadecimal ? 2 : 0), hexadecimal ? 16 : 10);
  number = parsed.value_or(T{});
  return parsed.has_value();
}

}  // namespace

TracePattern::TracePattern(std::string_view text)
    : event_(trace_event(text)), before_(text.substr(0, text.find('{'))) {
  std::size_t open = before_.size();
  while (open < text.size()) {
    const std::size_t close = text.find('}', open);
    PB_CHECK(close != std::string_view::npos);
    const std::size_t next = std::min(text.find('{', close), text.size());
    pieces_.push_back(
        piece(text.substr(open + 1, close - open - 1), text.substr(close + 1, next - close - 1)));
    open = next;
  }
}

TracePattern::Piece TracePattern::piece(std::string_view field, std::string_view after) {
  if (field == "path") return {Field::path, 0, after};
  if (field == "name") return {Field::name, 0, after};
  if (field == "type") return {Field::type, 0, after};
  if (field == "#") return {Field::ignored, 0, after};
  if (field == "offset") return {Field::offset, 0, after};
  if (field == "register") return {Field::reg, 0, after};
  if (field == "value") return {Field::value, 0, after};
  const auto offset = parse_number<std::uint32_t>(field, 16);
  PB_CHECK(offset.has_value());
  return {Field::value_at, *offset, after};
}

std::optional<TraceRecord> TracePattern::match(std::string_view line) const {
  if (!line.starts_with(before_)) return std::nullopt;
  line.remove_prefix(before_.size());
  TraceRecord record;
  for (const Piece& piece : pieces_) {
    const std::size_t size = piece.after.empty() ? line.size() : line.find(piece.after);
    if (size == std::string_view::npos || size == 0) return std::nullopt;
    if (!take(piece, line.substr(0, size), record)) return std::nullopt;
    line.remove_prefix(size + piece.after.size());
  }
  return line.empty() ? std::optional(record) : std::nullopt;
}

bool TracePattern::take(const Piece& piece, std::string_view text, TraceRecord& record) {
  // A register's number or name comes before its value, which ends it.
  auto& current = record.registers[record.register_count];
  switch (piece.field) {
    case Field::path:
      record.path = text;
      return true;
    case Field::name:
      record.name = text;
      return true;
    case Field::type:
      record.type = text;
      return true;
    case Field::ignored: {
      std::uint64_t ignored = 0;
      return parse_traced(text, ignored);
    }
    case Field::offset:
      return parse_traced(text, current.offset);
    case Field::reg:
      current.name = text;
      return true;
    case Field::value_at:
      current.offset = piece.offset;
      break;
    case Field::value:
      break;
  }
  PB_CHECK(++record.register_count < TraceRecord::kMostRegisters);
  return parse_traced(text, current.value);
}

}  // namespace pinbridge::qemu

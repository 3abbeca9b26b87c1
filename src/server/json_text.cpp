#include "server/json_text.hpp"

#include <bit>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/check.hpp"

namespace pinbridge::server {
namespace {

/// Reads the fields of a value; at_ moves behind them.
class Reader {
 public:
  Reader(std::string_view packed, std::size_t& at) : packed_(packed), at_(at) {}

  /// A big-endian number of `size` bytes.
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const char byte : bytes(size)) value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string_view bytes(std::size_t size) {
    PB_CHECK(size <= packed_.size() - at_);
    const std::string_view taken = packed_.substr(at_, size);
    at_ += size;
    return taken;
  }

 private:
  std::string_view packed_;
  std::size_t& at_;
};

bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c == 0x7f || c == '"' || c == '\\') return false;
  }
  return true;
}

}  // namespace

bool JsonText::add(std::string_view packed, int most) {
  for (int i = 0; i < most && at_ < packed.size(); ++i) add_value(packed);
  return at_ == packed.size();
}

void JsonText::add_value(std::string_view packed) {
  Reader reader(packed, at_);
  const auto type = static_cast<std::uint8_t>(reader.number(1));
  begin_value();
  if (type <= 0x7f) {
    text_ += std::to_string(type);
  } else if (type <= 0x8f) {
    return open(type & 0x0fU, true);
  } else if (type <= 0x9f) {
    return open(type & 0x0fU, false);
  } else if (type <= 0xbf) {
    add_string(reader.bytes(type & 0x1fU));
  } else if (type == 0xc2 || type == 0xc3) {
    text_ += type == 0xc3 ? "true" : "false";
  } else if (type == 0xca) {
    add_double(std::bit_cast<float>(static_cast<std::uint32_t>(reader.number(4))));
  } else if (type == 0xcb) {
    add_double(std::bit_cast<double>(reader.number(8)));
  } else if (type >= 0xcc && type <= 0xcf) {
    text_ += std::to_string(reader.number(std::size_t{1} << (type - 0xccU)));
  } else if (type >= 0xd0 && type <= 0xd3) {
    const std::size_t size = std::size_t{1} << (type - 0xd0U);
    const auto unused = static_cast<unsigned>(64 - 8 * size);
    text_ += std::to_string(static_cast<std::int64_t>(reader.number(size) << unused) >> unused);
  } else if (type >= 0xd9 && type <= 0xdb) {
    add_string(reader.bytes(reader.number(std::size_t{1} << (type - 0xd9U))));
  } else if (type == 0xdc || type == 0xdd) {
    return open(reader.number(type == 0xdc ? 2 : 4), false);
  } else if (type == 0xde || type == 0xdf) {
    return open(reader.number(type == 0xde ? 2 : 4), true);
  } else if (type >= 0xe0) {
    text_ += std::to_string(static_cast<std::int8_t>(type));
  } else {
    // Our answers have no bytes and no extensions; nil is left.
    PB_CHECK(type == 0xc0);
    text_ += "null";
  }
  close();
}

void JsonText::add_string(std::string_view text) {
  if (is_plain(text)) {
    text_ += '"';
    text_ += text;
    text_ += '"';
  } else {
    text_ += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
  }
}

void JsonText::add_double(double number) {
  text_ += boost::json::serialize(boost::json::value(number));
}

void JsonText::open(std::uint64_t items, bool is_map) {
  text_ += is_map ? '{' : '[';
  open_.push_back({.left = is_map ? 2 * items : items, .is_map = is_map, .is_key = is_map});
  close();
}

/// Writes what separates the value from the one before.
void JsonText::begin_value() {
  if (open_.empty()) return;
  Open& in = open_.back();
  --in.left;
  if (in.is_map && !in.is_key) {
    text_ += ':';
  } else if (!in.is_first) {
    text_ += ',';
  }
  in.is_first = false;
  if (in.is_map) in.is_key = !in.is_key;
}

/// Ends the arrays and maps that are complete.
void JsonText::close() {
  while (!open_.empty() && open_.back().left == 0) {
    text_ += open_.back().is_map ? '}' : ']';
    open_.pop_back();
  }
}

}  // namespace pinbridge::server

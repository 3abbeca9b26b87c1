#include "server/json_message.hpp"

#include <boost/json.hpp>

namespace pinbridge {

namespace json = boost::json;

namespace {

json::string_view text_of(const msgpack::object& object) {
  return {object.via.str.ptr, object.via.str.size};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as our own messages
json::value convert(const msgpack::object& object) {
  switch (object.type) {
    case msgpack::type::BOOLEAN:
      return object.via.boolean;
    case msgpack::type::POSITIVE_INTEGER:
      return object.via.u64;
    case msgpack::type::NEGATIVE_INTEGER:
      return object.via.i64;
    case msgpack::type::FLOAT32:
    case msgpack::type::FLOAT64:
      return object.via.f64;
    case msgpack::type::STR:
      return json::value(text_of(object));
    case msgpack::type::ARRAY: {
      json::array array;
      for (const auto& item : object.via.array) array.push_back(convert(item));
      return array;
    }
    case msgpack::type::MAP: {
      json::object map;
      for (const auto& [key, value] : object.via.map) map[text_of(key)] = convert(value);
      return map;
    }
    default:
      return nullptr;
  }
}

}  // namespace

json::value as_json(const std::function<void(Packer&)>& pack) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  pack(packer);
  return convert(msgpack::unpack(buffer.data(), buffer.size()).get());
}

}  // namespace pinbridge

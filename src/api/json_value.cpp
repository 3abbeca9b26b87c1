#include "api/json_value.hpp"

#include <boost/json.hpp>

namespace pinbridge::api {

namespace json = boost::json;

namespace {

json::string_view text_of(const msgpack::object& object) {
  return {object.via.str.ptr, object.via.str.size};
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as our own messages
json::value as_json(const msgpack::object& object) {
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
      for (const auto& item : object.via.array) array.push_back(as_json(item));
      return array;
    }
    case msgpack::type::MAP: {
      json::object map;
      for (const auto& [key, value] : object.via.map) map[text_of(key)] = as_json(value);
      return map;
    }
    default:
      return nullptr;
  }
}

json::value as_json(const std::function<void(Packer&)>& pack) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  pack(packer);
  return as_json(msgpack::unpack(buffer.data(), buffer.size()).get());
}

}  // namespace pinbridge::api

#pragma once

#include <functional>

#include <boost/json/value.hpp>
#include <msgpack.hpp>

#include "api/message.hpp"

namespace pinbridge::api {

/// A message, or part of one, as JSON. Both formats have the same shapes.
boost::json::value as_json(const msgpack::object& object);

/// The message that `pack` packs, as JSON: the socket, HTTP and MQTT give the same.
boost::json::value as_json(const std::function<void(Packer&)>& pack);

}  // namespace pinbridge::api

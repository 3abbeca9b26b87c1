#pragma once

#include <string>
#include <vector>

#include <msgpack.hpp>

#include "api/answer.hpp"
#include "api/commands.hpp"
#include "api/message.hpp"
#include "base/result.hpp"

namespace pinbridge::api {

/// Of a request; a method's function receives as many as its Signature (api/protocol.hpp) allows.
using Parameters = msgpack::object_array;

/// Names of pins; `parameters` are all of the request, or an array among them.
Result<std::vector<std::string>> as_names(const Parameters& parameters);

Answer state_of(const Commands& commands, PartId part);

}  // namespace pinbridge::api

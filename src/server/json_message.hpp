#pragma once

#include <functional>
#include <string_view>

#include <boost/json/value.hpp>

#include "api/message.hpp"

namespace pinbridge {

/// The message that `pack` packs, as JSON: what goes over the socket and what goes over HTTP are
/// the same.
boost::json::value as_json(const std::function<void(Packer&)>& pack);

/// docs/openapi.json.
std::string_view openapi_document();

}  // namespace pinbridge

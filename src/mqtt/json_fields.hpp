#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/json.hpp>

#include "base/result.hpp"

namespace pinbridge::mqtt {

// Fields of payloads that other programs sent.

inline boost::json::string_view text_of(std::string_view text) {
  return {text.data(), text.size()};
}

inline Result<boost::json::object> parse_object(std::string_view payload) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text_of(payload), error);
  if (error || !value.is_object()) return make_error(ErrorCode::invalid, "it is not a JSON object");
  return std::move(value.get_object());
}

/// Empty if there is no such text.
inline std::string_view text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(text_of(key));
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

/// nullopt if there is no such whole number.
inline std::optional<std::int64_t> number_at(const boost::json::object& object,
                                             std::string_view key) {
  const boost::json::value* value = object.if_contains(text_of(key));
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

}  // namespace pinbridge::mqtt

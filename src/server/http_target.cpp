#include "server/http_target.hpp"

#include <boost/url.hpp>

namespace pinbridge::server {

HttpTarget::HttpTarget(std::string_view target) : path_(target.substr(0, target.find('?'))) {
  const auto url = boost::urls::parse_origin_form(boost::core::string_view(target));
  if (!url) return;
  valid_ = true;
  for (const auto& segment : url->segments()) segments_.emplace_back(segment);
  for (const auto& parameter : url->params()) query_.emplace_back(parameter.key, parameter.value);
}

std::optional<std::string> HttpTarget::query(std::string_view key) const {
  for (const auto& [name, value] : query_) {
    if (name == key) return value;
  }
  return std::nullopt;
}

}  // namespace pinbridge::server

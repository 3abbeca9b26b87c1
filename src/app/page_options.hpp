#pragma once

#include <optional>

#include "server/web_address.hpp"

namespace pinbridge::app {

/// Whether a bench serves its page, and where.
struct PageOptions {
  bool off = false;
  std::optional<server::WebAddress>
      address;  ///< unset: the default one, or the next port that is free
};

}  // namespace pinbridge::app

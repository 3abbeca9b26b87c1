#pragma once

#include <array>
#include <span>
#include <string>

#include "mqtt/fleet.hpp"
#include "server/web_files.hpp"

namespace pinbridge::app {

/// A page with the benches of a broker, each of which opens its own page. It loads itself again
/// every two seconds, and works without scripts.
class FleetPage {
 public:
  /// `broker` is where the benches are, for people.
  explicit FleetPage(std::string broker);

  void show(const mqtt::Fleet& fleet);

  /// Valid as long as this; what show() changes is served from then on.
  std::span<const server::WebFile> files() const { return files_; }

 private:
  std::string broker_;
  std::string html_;
  std::array<server::WebFile, 1> files_;
};

}  // namespace pinbridge::app

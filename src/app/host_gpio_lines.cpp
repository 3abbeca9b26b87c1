#include "app/host_gpio_lines.hpp"

#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "host_gpio/host_gpio_part.hpp"
#include "host_gpio/libgpiod_line.hpp"

namespace pinbridge::app {

using host_gpio::HostGpioPart;

std::vector<Error> HostGpioLines::connect_all() {
  std::vector<Error> errors;
  Bench& bench = context().bench;
  for (std::uint32_t i = 0; i < bench.pins().part_count(); ++i) {
    auto* part = dynamic_cast<HostGpioPart*>(&bench.part(PartId{i}));
    const std::string& id = bench.pins().part_id(PartId{i});
    if (!part || lines_.is_connected(id)) continue;
    if (const auto connected = connect(id, *part); !connected) {
      errors.push_back(
          make_error(connected.error().code, "part {}: {}", id, connected.error().message));
    }
  }
  return errors;
}

Result<void> HostGpioLines::connect(const std::string& id, HostGpioPart& part) {
  auto line = host_gpio::open_line(part.choice());
  if (!line) return line.error();
  return lines_.connect(id, part, std::move(*line));
}

Result<void> HostGpioLines::start() {
  const auto errors = connect_all();
  if (!errors.empty()) return errors.front();
  return {};
}

void HostGpioLines::rewired(std::span<const std::optional<PinId>>) {
  // Not now: it changes parts that later listeners do not know yet.
  boost::asio::post(context().loop.io(), [this, alive = std::weak_ptr<void>(alive_)] {
    if (alive.expired()) return;
    for (const Error& error : connect_all()) spdlog::error("{}", error.message);
  });
}

void HostGpioLines::prune(const PreparedBoard& next) {
  const Bench& bench = context().bench;
  for (std::uint32_t i = 0; i < bench.pins().part_count(); ++i) {
    const auto* part = dynamic_cast<const HostGpioPart*>(&bench.part(PartId{i}));
    if (!part) continue;
    const std::string& id = bench.pins().part_id(PartId{i});
    const auto* other = dynamic_cast<const HostGpioPart*>(next.find(id));
    if (!other || other->choice() != part->choice()) lines_.disconnect(id);
  }
}

std::vector<std::filesystem::path> host_gpio_devices(const board::Assembly& assembly) {
  std::vector<std::filesystem::path> devices;
  for (const PartInstance& instance : assembly.parts) {
    const auto* part = dynamic_cast<const HostGpioPart*>(instance.part.get());
    if (!part) continue;
    const auto device = host_gpio::find_chip(part->choice().chip);
    // A board may name any path: it must not give itself rights to a directory or a disk.
    if (device && host_gpio::is_chip(*device)) devices.push_back(*device);
  }
  return devices;
}

}  // namespace pinbridge::app

#include "host_gpio/libgpiod_line.hpp"

#ifdef PINBRIDGE_LIBGPIOD

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gpiod.hpp>
#include <unistd.h>

#endif

namespace pinbridge::host_gpio {

namespace fs = std::filesystem;

std::string without_libgpiod() {
  return "this pinbridge was built without libgpiod 2, which lines of the host require";
}

#ifndef PINBRIDGE_LIBGPIOD

bool has_libgpiod() {
  return false;
}

Result<fs::path> find_chip(const std::string&) {
  return Error{ErrorCode::unsupported, without_libgpiod()};
}

bool is_chip(const fs::path&) {
  return false;
}

Result<std::unique_ptr<HostLine>> open_line(const LineChoice&) {
  return Error{ErrorCode::unsupported, without_libgpiod()};
}

#else

namespace {

constexpr const char* kConsumer = "pinbridge";

template <class T>
struct AsResult {
  using Type = Result<T>;
};
template <class T>
struct AsResult<Result<T>> {
  using Type = Result<T>;
};

/// Runs `work`, which throws as libgpiod does; a failure becomes an error that `explain` makes of
/// the exception.
template <class Work, class Explain>
auto attempt(Work work, Explain explain) -> typename AsResult<decltype(work())>::Type {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const std::system_error& error) {
    return explain(error.code());
  } catch (const std::exception& error) {
    return make_error(ErrorCode::system, "libgpiod: {}", error.what());
  }
}

gpiod::line::bias to_gpiod(LineBias bias) {
  switch (bias) {
    case LineBias::disabled:
      return gpiod::line::bias::DISABLED;
    case LineBias::pull_up:
      return gpiod::line::bias::PULL_UP;
    case LineBias::pull_down:
      return gpiod::line::bias::PULL_DOWN;
    case LineBias::as_is:
      break;
  }
  return gpiod::line::bias::AS_IS;
}

gpiod::line::drive to_gpiod(LineDrive drive) {
  switch (drive) {
    case LineDrive::open_drain:
      return gpiod::line::drive::OPEN_DRAIN;
    case LineDrive::open_source:
      return gpiod::line::drive::OPEN_SOURCE;
    case LineDrive::push_pull:
      break;
  }
  return gpiod::line::drive::PUSH_PULL;
}

gpiod::line::value to_gpiod(bool level) {
  return level ? gpiod::line::value::ACTIVE : gpiod::line::value::INACTIVE;
}

/// An input, with its edges where the board follows them.
gpiod::line_settings as_input(const LineChoice& choice) {
  gpiod::line_settings settings;
  settings.set_direction(gpiod::line::direction::INPUT).set_bias(to_gpiod(choice.bias));
  if (choice.direction == LineDirection::in) {
    settings.set_edge_detection(gpiod::line::edge::BOTH)
        .set_event_clock(gpiod::line::clock::MONOTONIC);
  }
  return settings;
}

gpiod::line_settings as_output(const LineChoice& choice, bool level) {
  gpiod::line_settings settings;
  settings.set_direction(gpiod::line::direction::OUTPUT)
      .set_bias(to_gpiod(choice.bias))
      .set_drive(to_gpiod(choice.drive))
      .set_output_value(to_gpiod(level));
  return settings;
}

class LibgpiodLine final : public HostLine {
 public:
  LibgpiodLine(LineChoice choice, std::string name, gpiod::line_request request)
      : choice_(std::move(choice)),
        name_(std::move(name)),
        request_(std::move(request)),
        offset_(request_.offsets().front()) {}
  /// Some controllers keep the last level of a line that is released: it must not stay an output.
  ~LibgpiodLine() override { static_cast<void>(drive(std::nullopt)); }

  std::string name() const override { return name_; }
  int descriptor() const override { return request_.fd(); }

  Result<bool> level() override {
    return attempt([&] { return request_.get_value(offset_) == gpiod::line::value::ACTIVE; },
                   [&](std::error_code error) { return failure("be read", error); });
  }

  Result<void> drive(std::optional<bool> level) override {
    if (level == driven_) return {};
    auto done = attempt(
        [&] {
          if (level && driven_) {
            request_.set_value(offset_, to_gpiod(*level));
          } else {
            reconfigure(level ? as_output(choice_, *level) : as_input(choice_));
          }
        },
        [&](std::error_code error) { return failure("be set", error); });
    if (done) driven_ = level;
    return done;
  }

  Result<void> read_edges(std::vector<HostEdge>& into) override {
    return attempt(
        [&] {
          if (!request_.wait_edge_events(std::chrono::nanoseconds(0))) return;
          request_.read_edge_events(buffer_);
          into.reserve(into.size() + buffer_.num_events());
          for (const gpiod::edge_event& event : buffer_) {
            into.push_back({Time(Duration(event.timestamp_ns().ns())),
                            event.type() == gpiod::edge_event::event_type::RISING_EDGE,
                            static_cast<std::uint32_t>(event.line_seqno())});
          }
        },
        [&](std::error_code error) { return failure("be read", error); });
  }

 private:
  void reconfigure(const gpiod::line_settings& settings) {
    gpiod::line_config config;
    config.add_line_settings(offset_, settings);
    request_.reconfigure_lines(config);
  }

  Error failure(const char* what, std::error_code error) const {
    if (error == std::errc::no_such_device) {
      return make_error(ErrorCode::not_found, "line {} is gone", name_);
    }
    return make_error(ErrorCode::system, "line {} cannot {}: {}", name_, what, error.message());
  }

  LineChoice choice_;
  std::string name_;
  gpiod::line_request request_;
  gpiod::line::offset offset_;
  std::optional<bool> driven_;
  gpiod::edge_event_buffer buffer_{kMostEdges};
};

/// By their names, because the sandbox does not list /dev.
std::vector<fs::path> chip_devices() {
  constexpr int kMostChips = 256;
  std::vector<fs::path> devices;
  devices.reserve(kMostChips);
  std::error_code ignored;
  for (int i = 0; i < kMostChips; ++i) {
    fs::path device = fmt::format("/dev/gpiochip{}", i);
    if (fs::exists(device, ignored)) devices.push_back(std::move(device));
  }
  return devices;
}

Error cannot_open(const fs::path& device, std::error_code error) {
  if (error != std::errc::permission_denied) {
    return make_error(ErrorCode::invalid, "\"{}\" is not a GPIO chip: {}", device.string(),
                      error.message());
  }
  // Where access as to files is granted, it is the sandbox of this process.
  if (access(device.c_str(), R_OK | W_OK) == 0) {
    return make_error(ErrorCode::unsupported,
                      "\"{}\" was not on the board at the start, and the sandbox denies it; start "
                      "the bench again, or use --no-sandbox",
                      device.string());
  }
  return make_error(ErrorCode::unsupported,
                    "this user may not open \"{}\"; join the group that owns it", device.string());
}

Result<std::string> label_of(const fs::path& device) {
  return attempt([&] { return gpiod::chip(device).get_info().label(); },
                 [&](std::error_code error) { return cannot_open(device, error); });
}

/// "gpiochip0 (pinctrl-bcm2711), gpiochip1"
std::string chip_list() {
  std::string list;
  for (const fs::path& device : chip_devices()) {
    const auto label = label_of(device);
    list += fmt::format("{}{}{}", list.empty() ? "" : ", ", device.filename().string(),
                        label ? fmt::format(" ({})", *label) : "");
  }
  return list.empty() ? "none" : list;
}

Error no_such_chip(const std::string& chip) {
  return make_error(ErrorCode::not_found, "this machine has no GPIO chip \"{}\"; its chips are: {}",
                    chip, chip_list());
}

/// An offset, or the line of that name. A name of digits only is an offset.
Result<gpiod::line::offset> find_line(const gpiod::chip& chip, const std::string& line) {
  const auto info = chip.get_info();
  unsigned offset = 0;
  const char* end = line.data() + line.size();
  if (const auto [rest, error] = std::from_chars(line.data(), end, offset);
      error == std::errc() && rest == end) {
    if (offset < info.num_lines()) return gpiod::line::offset(offset);
  } else if (const int found = chip.get_line_offset_from_name(line); found >= 0) {
    return gpiod::line::offset(static_cast<unsigned>(found));
  }
  return make_error(ErrorCode::not_found, "{} ({}) has no line \"{}\"; it has {}, from 0 to {}",
                    info.name(), info.label(), line, info.num_lines(), info.num_lines() - 1);
}

std::string name_of(const gpiod::chip& chip, const gpiod::line_info& line) {
  const std::string place =
      fmt::format("{} {}", chip.get_info().name(), static_cast<unsigned>(line.offset()));
  return line.name().empty() ? place : fmt::format("{} ({})", place, line.name());
}

Result<std::unique_ptr<HostLine>> request(gpiod::chip& chip, gpiod::line::offset offset,
                                          const LineChoice& choice) {
  const std::string name = name_of(chip, chip.get_line_info(offset));
  const auto explain = [&](std::error_code error) {
    if (error != std::errc::device_or_resource_busy) {
      return make_error(ErrorCode::unsupported, "line {} cannot be used like this: {}", name,
                        error.message());
    }
    const std::string user = chip.get_line_info(offset).consumer();
    return make_error(ErrorCode::busy, "line {} is in use by \"{}\"", name,
                      user.empty() ? "the kernel" : user);
  };
  return attempt(
      [&]() -> std::unique_ptr<HostLine> {
        auto request = chip.prepare_request()
                           .set_consumer(kConsumer)
                           .set_event_buffer_size(HostLine::kMostEdges)
                           .add_line_settings(offset, as_input(choice))
                           .do_request();
        return std::make_unique<LibgpiodLine>(choice, name, std::move(request));
      },
      explain);
}

}  // namespace

bool has_libgpiod() {
  return true;
}

Result<fs::path> find_chip(const std::string& chip) {
  std::error_code ignored;
  // Without a slash, a name below /dev; with one, this is the path itself.
  fs::path device = chip.find('/') == std::string::npos ? fs::path("/dev") / chip : fs::path(chip);
  if (!chip.empty() && fs::exists(device, ignored)) return device;
  std::optional<Error> denied;
  for (const fs::path& other : chip_devices()) {
    const auto label = label_of(other);
    if (label && *label == chip) return other;
    if (!label && label.error().code == ErrorCode::unsupported) denied = label.error();
  }
  // One that cannot be opened may have this label.
  if (denied) return *denied;
  return no_such_chip(chip);
}

bool is_chip(const fs::path& device) {
  try {
    return gpiod::is_gpiochip_device(device);
  } catch (const std::exception&) {
    return false;
  }
}

Result<std::unique_ptr<HostLine>> open_line(const LineChoice& choice) {
  const auto device = find_chip(choice.chip);
  if (!device) return device.error();
  const auto open = [&]() -> Result<std::unique_ptr<HostLine>> {
    gpiod::chip chip(*device);
    const auto offset = find_line(chip, choice.line);
    if (!offset) return offset.error();
    return request(chip, *offset, choice);
  };
  return attempt(open, [&](std::error_code error) { return cannot_open(*device, error); });
}

#endif

}  // namespace pinbridge::host_gpio

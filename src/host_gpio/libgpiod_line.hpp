#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "host_gpio/host_line.hpp"

namespace pinbridge::host_gpio {

/// Whether this program was built with libgpiod 2. Without it, open_line() and find_chip() fail,
/// and is_chip() is false.
bool has_libgpiod();

/// Why they do, for people.
std::string without_libgpiod();

/// The device of a GPIO chip of this machine. Fails if there is none.
Result<std::filesystem::path> find_chip(const std::string& chip);

/// Whether this is the device of a GPIO chip, which this user may not have rights to.
bool is_chip(const std::filesystem::path& device);

/// Takes the line for this process. An output drives nothing yet. Fails, with a sentence, if the
/// chip or the line does not exist, is in use, or this user has no right to it.
Result<std::unique_ptr<HostLine>> open_line(const LineChoice& choice);

}  // namespace pinbridge::host_gpio

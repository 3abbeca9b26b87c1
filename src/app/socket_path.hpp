#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace pinbridge::app {

/// The socket on which a bench serves its clients: `given` if not empty, else $PINBRIDGE_SOCKET,
/// else `pinbridge/pinbridge.sock` under $XDG_RUNTIME_DIR, or under a directory of the user in /tmp
/// if that is not set.
std::filesystem::path socket_path(const std::string& given);

/// Creates the directory of the default socket, for the user only, unless it exists. Fails if it
/// belongs to another user or others may use it.
Result<void> prepare_socket_directory(const std::filesystem::path& socket);

/// The socket on which a chip waits for its guest: "pinbridge.sock.vm"; another for each chip.
std::filesystem::path chip_socket_path(const std::filesystem::path& socket,
                                       const std::string& chip);

/// The directory in which the bench waits for the QEMU of a machine whose own controllers are on
/// the board: "pinbridge.sock-vm"; another for each machine, and the name of no chip's socket.
std::filesystem::path machine_directory(const std::filesystem::path& socket,
                                        const std::string& machine);

}  // namespace pinbridge::app

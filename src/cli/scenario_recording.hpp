#pragma once

#include <cstdio>
#include <string>

#include "cli/client_command.hpp"

namespace pinbridge::cli {

/// Writes the actions of clients and of users of the page, with their times, as a scenario that
/// `pinbridge test` runs. Until `interrupt_fd` is readable, or for `length`.
Result<void> record_scenario(client::RpcClient& client, const std::string& path, Duration length,
                             int interrupt_fd);

}  // namespace pinbridge::cli

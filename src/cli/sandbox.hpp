#pragma once

#include <filesystem>
#include <optional>

#include <CLI/CLI.hpp>

#include "app/broker_options.hpp"
#include "app/machine_chips.hpp"
#include "app/opened_board.hpp"
#include "confine/landlock.hpp"

namespace pinbridge::cli {

/// The option --no-sandbox, for commands that serve a board or run a guest for hours.
void add_sandbox_option(CLI::App& command, bool& no_sandbox);

/// What a bench in service opens: the folder of its board, its sockets (also those that chips have
/// elsewhere), the time zone, the GPIO chips of the host that the board names; with a broker also
/// its port, what resolves its name, and the folders of certificates.
confine::FileRights files_of_bench(const app::OpenedBoard& board,
                                   const std::filesystem::path& socket,
                                   const app::MachineChips& chips,
                                   const std::optional<app::BrokerOptions>& broker);

/// What a program opens that is only a client of a broker.
confine::FileRights files_of_broker(const app::BrokerOptions& broker);

/// Confines this process, unless `no_sandbox`. Called once QEMU runs and the sockets are open.
void confine_unless(bool no_sandbox, const confine::FileRights& files);

}  // namespace pinbridge::cli

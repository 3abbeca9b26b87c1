#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace pinbridge {

/// Each adds one command to the program, in a file of its own. A command that runs sets `status` to
/// what the program ends with.
void add_run_command(CLI::App& app, int& status);
void add_serve_command(CLI::App& app, int& status);
void add_attach_command(CLI::App& app, int& status);
void add_qemu_args_command(CLI::App& app, int& status);
void add_controllers_command(CLI::App& app, int& status);
void add_check_command(CLI::App& app, int& status);
void add_parts_command(CLI::App& app, int& status);
void add_info_command(CLI::App& app, int& status);
void add_get_command(CLI::App& app, int& status);
void add_set_command(CLI::App& app, int& status);
void add_mon_command(CLI::App& app, int& status);
void add_record_command(CLI::App& app, int& status);
void add_press_command(CLI::App& app, int& status);
void add_control_command(CLI::App& app, int& status);

}  // namespace pinbridge

#pragma once

#include "cli/program.hpp"

namespace pinbridge::cli {

/// Each function adds one command to the program, in a separate file.
void add_run_command(Program& program);
void add_serve_command(Program& program);
void add_attach_command(Program& program);
void add_fleet_command(Program& program);
void add_qemu_args_command(Program& program);
void add_info_command(Program& program);
void add_get_command(Program& program);
void add_set_command(Program& program);
void add_control_command(Program& program);
void add_press_command(Program& program);
void add_play_command(Program& program);
void add_mon_command(Program& program);
void add_wait_command(Program& program);
void add_measure_command(Program& program);
void add_record_command(Program& program);
void add_test_command(Program& program);
void add_new_command(Program& program);
void add_import_command(Program& program);
void add_check_command(Program& program);
void add_parts_command(Program& program);
void add_controllers_command(Program& program);

/// Adds all of them, in the order of the overview.
void add_commands(Program& program);

}  // namespace pinbridge::cli

#include "cli/commands.hpp"

namespace pinbridge::cli {

void add_commands(Program& program) {
  add_run_command(program);
  add_serve_command(program);
  add_attach_command(program);
  add_fleet_command(program);
  add_qemu_args_command(program);
  add_info_command(program);
  add_get_command(program);
  add_set_command(program);
  add_control_command(program);
  add_press_command(program);
  add_play_command(program);
  add_mon_command(program);
  add_wait_command(program);
  add_measure_command(program);
  add_record_command(program);
  add_test_command(program);
  add_new_command(program);
  add_import_command(program);
  add_check_command(program);
  add_parts_command(program);
  add_controllers_command(program);
}

}  // namespace pinbridge::cli

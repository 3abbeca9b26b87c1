#include <cstdio>
#include <exception>
#include <system_error>

#include <fmt/format.h>
#include <malloc.h>

#include "base/printable.hpp"
#include "base/program_log.hpp"
#include "cli/broker_arguments.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/standard_output.hpp"

namespace {

using namespace pinbridge;

int run_program(int argc, char** argv) {
  try {
    cli::Program program;
    cli::add_commands(program);
    const int status = program.run(argc, argv);
    if (status == cli::kFailure) return status;  // reported already
    const auto written = cli::finish_standard_output();
    return written ? status : cli::report(written.error());
  } catch (const std::system_error& error) {
    // fmt throws it where it prints.
    if (std::ferror(stdout) == 0) throw;
    return cli::report(cli::cannot_write_output(error.code().value()));
  }
}

/// A bench runs for days. glibc's limit would grow to the size of the largest buffer that a slow
/// client ever had, and what was freed of these would stay in the middle of the heap.
void return_large_buffers_to_the_system() {
  constexpr int kLarge = 128 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLarge);
}

/// Runs the program behind its log, which writes what is left when this returns.
int run_with_log(int argc, char** argv) {
  const ProgramLog log;
  try {
    return run_program(argc, argv);
  } catch (const std::exception& error) {
    print_to_log(fmt::format("pinbridge: {}\n", printable_lines(error.what())));
    return cli::kBadInput;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return_large_buffers_to_the_system();
  cli::open_standard_descriptors();
  try {
    cli::take_broker_password();
    return run_with_log(argc, argv);
  } catch (const std::exception& error) {
    // No thread for the log.
    std::fprintf(stderr, "pinbridge: %s\n", printable_lines(error.what()).c_str());
    return cli::kBadInput;
  }
}

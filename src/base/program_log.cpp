#include "base/program_log.hpp"

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include <spdlog/details/os.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/printable.hpp"

namespace pinbridge {
namespace {

LogWriter* current = nullptr;

std::string_view color_of(spdlog::level::level_enum level) {
  if (level >= spdlog::level::critical) return "\033[1m\033[41m";
  if (level == spdlog::level::err) return "\033[31m\033[1m";
  if (level == spdlog::level::warn) return "\033[33m\033[1m";
  return "\033[32m";
}

/// A line's text, which may quote a board, a guest or QEMU: nothing in it reaches the terminal as a
/// command, and it stays one line of a length that people read.
class PrintableText final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const std::string text = printable(shortened({line.payload.data(), line.payload.size()}));
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
    return std::make_unique<PrintableText>();
  }
};

class WriterSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  WriterSink(LogWriter& writer, bool colored) : writer_(writer), colored_(colored) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t formatted;
    formatter_->format(message, formatted);
    std::string line(formatted.data(), formatted.size());
    if (colored_ && message.color_range_end > message.color_range_start) {
      line.insert(message.color_range_end, "\033[m");
      line.insert(message.color_range_start, color_of(message.level));
    }
    writer_.write(std::move(line));
  }
  void flush_() override { writer_.drain(LogWriter::kLastWait); }

  LogWriter& writer_;
  bool colored_;
};

}  // namespace

ProgramLog::ProgramLog() : writer_(STDERR_FILENO) {
  const bool colored =
      spdlog::details::os::in_terminal(stderr) && spdlog::details::os::is_color_terminal();
  auto logger =
      std::make_shared<spdlog::logger>("pinbridge", std::make_shared<WriterSink>(writer_, colored));
  // It appears between the guest's own lines.
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<PrintableText>('*').set_pattern("pinbridge: %^%l%$: %*");
  logger->set_formatter(std::move(formatter));
  // A bug ends the program next.
  logger->flush_on(spdlog::level::critical);
  // spdlog's own handler prints, and could wait for that.
  logger->set_error_handler([](const std::string&) {});
  spdlog::set_default_logger(std::move(logger));
  current = &writer_;
}

ProgramLog::~ProgramLog() {
  current = nullptr;
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("none"));
}

void run_on_log_thread(std::function<void()> action) {
  if (current) current->run(std::move(action));
}

void print_to_log(std::string_view lines) {
  if (lines.empty()) return;
  if (current) {
    current->write(std::string(lines));
  } else {
    std::fwrite(lines.data(), 1, lines.size(), stderr);
  }
}

}  // namespace pinbridge

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

namespace pinbridge::testing {

/// Keeps what is logged while it lives, instead of printing it.
class LogCapture {
 public:
  LogCapture() : before_(spdlog::default_logger()), sink_(std::make_shared<Sink>()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", sink_));
  }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
  ~LogCapture() { spdlog::set_default_logger(before_); }

  /// Messages that contain `part`: only warnings and errors, or all.
  std::vector<std::string> warnings(const std::string& part = "") const {
    return those(part, spdlog::level::warn);
  }
  std::vector<std::string> lines(const std::string& part = "") const {
    return those(part, spdlog::level::trace);
  }
  void clear() { sink_->entries.clear(); }

 private:
  struct Entry {
    spdlog::level::level_enum level;
    std::string text;
  };
  struct Sink final : spdlog::sinks::base_sink<std::mutex> {
    void sink_it_(const spdlog::details::log_msg& message) override {
      entries.push_back({message.level, {message.payload.data(), message.payload.size()}});
    }
    void flush_() override {}
    std::vector<Entry> entries;
  };

  std::vector<std::string> those(const std::string& part, spdlog::level::level_enum least) const {
    std::vector<std::string> texts;
    for (const Entry& entry : sink_->entries) {
      if (entry.level >= least && entry.text.find(part) != std::string::npos) {
        texts.push_back(entry.text);
      }
    }
    return texts;
  }

  std::shared_ptr<spdlog::logger> before_;
  std::shared_ptr<Sink> sink_;
};

}  // namespace pinbridge::testing

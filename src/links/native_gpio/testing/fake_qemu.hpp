#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/un.h>

#include "links/native_gpio/testing/fake_machine.hpp"
#include "qemu/arguments/native_arguments.hpp"
#include "qemu/control/testing/line_peer.hpp"

namespace pinbridge::testing {

inline UniqueFd connect_to(const std::filesystem::path& path) {
  UniqueFd end(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  EXPECT_EQ(::connect(end.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0)
      << path;
  return end;
}

/// The behaviour of a QEMU with native_arguments(). It answers while the test waits with until(),
/// as it is set up, and records all that it receives.
class FakeQemu {
 public:
  static constexpr std::string_view kGreeting =
      R"({"QMP": {"version": {"qemu": {"major": 10, "minor": 0}}, "capabilities": []}})";

  FakeQemu(EventLoop& loop, const std::filesystem::path& directory, FakeMachine machine,
           std::string_view monitor = qemu::kMonitorIdToStart,
           std::string_view greeting = kGreeting)
      : machine_(std::move(machine)),
        loop_(loop),
        log_(::open(qemu::NativePaths(directory).log.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)),
        qmp(loop, connect_to(qemu::NativePaths(directory).qmp)),
        qtest(loop, connect_to(qemu::NativePaths(directory).qtest)) {
    EXPECT_TRUE(log_);
    replies["qmp_capabilities"] = replies["cont"] = replies["qom-set"] = "{\"return\": {}}";
    replies["query-status"] = R"({"return": {"status": "prelaunch"}})";
    replies["query-chardev"] =
        fmt::format(R"({{"return": [{{"label": "serial0"}}, {{"label": "{}"}}]}})", monitor);
    qmp.say(fmt::format("{}\n", greeting));
  }

  /// Lets it and the loop work.
  bool until(const std::function<bool()>& done) {
    return step_until(loop_, [&] {
      serve();
      return done();
    });
  }
  bool until_told(std::string_view command) {
    return until([&] { return count(command) > 0; });
  }
  /// Lets both work until neither has anything to do.
  void rest() {
    do {
      settle(loop_);
    } while (serve());
  }
  /// How many of the commands begin like this.
  std::size_t count(std::string_view command) const {
    const auto alike = [&](const std::string& one) { return one.starts_with(command); };
    return static_cast<std::size_t>(std::ranges::count_if(told, alike));
  }
  /// The place of the first such command among all.
  std::size_t place(std::string_view command) const {
    const auto alike = [&](const std::string& one) { return one.starts_with(command); };
    const auto found = std::ranges::find_if(told, alike);
    EXPECT_NE(found, told.end()) << command;
    return static_cast<std::size_t>(found - told.begin());
  }

  /// Writes a line of its log.
  void trace(const std::string& line) { write_log(line + "\n"); }
  void write_log(std::string_view text) {
    EXPECT_TRUE(step_until(loop_, [&] {
      const ssize_t size = ::write(log_.get(), text.data(), text.size());
      if (size > 0) text.remove_prefix(static_cast<std::size_t>(size));
      return text.empty();
    }));
  }
  /// It ends as if the kernel had closed its descriptors.
  void leave() {
    qmp.hang_up();
    qtest.hang_up();
    log_.reset();
  }

 private:
  FakeMachine machine_;
  EventLoop& loop_;
  UniqueFd log_;

 public:
  LinePeer qmp;
  LinePeer qtest;
  /// "cont", "qom-set gpioA0 true", "trace-event-set-state pl061_update", "set_irq_in …".
  std::vector<std::string> told;
  /// QMP's answers by command; of those that are not here it looks into the machine.
  std::map<std::string, std::string> replies;
  std::set<std::string> events{"pl061_update", "pl061_update_istate",        "pl061_read",
                               "pl061_write",  "resettable_phase_hold_exec", "imx_gpio_write"};
  std::string intercepts = "OK";
  bool answers_qtest = true;
  std::map<std::string, std::string> registers;  ///< of reads: "readl 0x1000" → "0x0"

 private:
  bool serve() {
    bool any = false;
    while (answers_qtest) {
      const auto line = qtest.take();
      if (!line) break;
      any = true;
      told.push_back(*line);
      qtest.say(qtest_answer(*line) + "\n");
    }
    while (const auto line = qmp.take()) {
      any = true;
      qmp.say(qmp_answer(boost::json::parse(*line).as_object()) + "\n");
    }
    return any;
  }
  std::string qtest_answer(const std::string& line) {
    if (line.starts_with("irq_intercept_out")) return intercepts;
    if (!line.starts_with("read")) return "OK";
    const auto value = registers.find(line);
    return value == registers.end() ? "OK 0x0000000000000000" : "OK " + value->second;
  }
  std::string qmp_answer(const boost::json::object& request) {
    const std::string command(request.at("execute").as_string());
    const auto& arguments = request.at("arguments").as_object();
    const auto argument = [&](const char* name) {
      const auto* value = arguments.if_contains(name);
      return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
    };
    told.push_back(command);
    for (const char* name : {"path", "property", "name", "command-line"}) {
      if (arguments.contains(name)) told.back() += " " + argument(name);
    }
    if (const auto* value = arguments.if_contains("value")) {
      told.back() += " " + boost::json::serialize(*value);
    }
    if (const auto reply = replies.find(command); reply != replies.end()) return reply->second;
    std::optional<boost::json::value> value;
    const std::string path = argument("path");
    if (command == "trace-event-set-state" && events.contains(argument("name"))) {
      value = boost::json::object();
    } else if (command == "qom-list" && machine_.listed.contains(path)) {
      value = machine_.listed[path];
    } else if (command == "qom-get" && machine_.got.contains(path + " " + argument("property"))) {
      value = machine_.got[path + " " + argument("property")];
    }
    if (value) return boost::json::serialize(boost::json::object{{"return", *value}});
    return R"({"error": {"class": "GenericError", "desc": "there is no such thing"}})";
  }
};

}  // namespace pinbridge::testing

#include "links/native_gpio/native_session.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <spdlog/spdlog.h>

#include "loop/barrier.hpp"
#include "qemu/arguments/native_arguments.hpp"

namespace pinbridge::native_gpio {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::uint64_t kUnreadableTold = 3;

/// The states of a machine that waits to be started; the first, if QEMU does not answer.
constexpr std::array<std::string_view, 4> kBeforeTheStart{"", "prelaunch", "preconfig",
                                                          "restore-vm"};

/// A word for QEMU's human monitor.
std::string monitor_quoted(const std::filesystem::path& path) {
  std::string quoted = "\"";
  for (const char c : path.string()) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string_view guarantee(Watch watch) {
  switch (watch) {
    case Watch::traced:
      return "every edge";
    case Watch::intercepted:
      return "every edge, a change of direction within 10 ms";
    case Watch::polled:
      break;
  }
  return "levels that last longer than 10 ms";
}

std::string_view inputs_of(const controllers::ControllerType& type) {
  return type.interrupts ? "with interrupts" : "values, no interrupts";
}

}  // namespace

NativeSession::NativeSession(EventLoop& loop, std::string machine, std::filesystem::path log,
                             std::span<const ChipBinding> chips, Sockets sockets, Ended ended)
    : loop_(loop),
      machine_(std::move(machine)),
      log_(std::move(log)),
      chips_(chips),
      ended_(std::move(ended)),
      qmp_(std::move(sockets.qmp),
           {.on_ready =
                [this](qemu::Version version) { start_dialogue(conversing_, converse(version)); },
            .on_event = [this](std::string_view event) { on_event(event); },
            .on_idle = [this] { send_waiting(); },
            .on_end = [this](const std::string& why) { end(why); }}),
      qtest_(std::move(sockets.qtest),
             {.on_output =
                  [this](std::uint32_t number, bool level) {
                    if (joined_.intercepted == nullptr) return;
                    loop_.turn([&] { joined_.intercepted->drives(number, level); });
                  },
              .on_idle =
                  [this] {
                    if (const auto taken = std::exchange(on_inputs_taken_, {})) taken(true);
                    send_waiting();
                  },
              .on_end = [this](const std::string& why) { end(why); }}),
      join_(turn_, chips_, qmp_, qtest_, joined_),
      poll_timer_(loop.io()) {}

NativeSession::~NativeSession() {
  loop_.turn([this] {
    joined_.controllers.clear();
    for (const ChipBinding& chip : chips_) chip.lines->set_connected(false, "no guest");
  });
}

asio::awaitable<void> NativeSession::converse(qemu::Version version) {
  version_ = version;
  const bool is_ours = co_await is_ours_to_start();
  const Past past = co_await past_of_machine();
  const bool taken_over = is_ours && past == Past::running;
  // Before the log has a reader again: what is not expected yet would be taken for the user's.
  if (taken_over) co_await join_.end_earlier_trace();
  if (past == Past::running) co_await open_log_again();
  co_await join_.run(version, taken_over);
  // Before inputs are given: a machine that runs already has outputs, which are given no levels.
  for (const auto& controller : joined_.controllers) {
    if (controller->watch() == Watch::traced) co_await controller->catch_up(turn_);
  }
  give_inputs(past != Past::none);
  if (qtest_.unanswered() > 0) co_await inputs_are_taken();
  running_ = joined_once_ = true;
  if (is_ours && past != Past::running) qmp_.execute("cont", {}, {});
  start_dialogue(polling_, poll());
}

asio::awaitable<bool> NativeSession::is_ours_to_start() {
  const auto answer = co_await qmp_.ask("query-chardev", {});
  const auto* devices = answer ? answer->if_array() : nullptr;
  if (devices == nullptr) co_return false;
  co_return std::ranges::any_of(*devices, [](const json::value& device) {
    boost::system::error_code none;
    const auto* label = device.find_pointer("/label", none);
    return label != nullptr && label->is_string() && label->get_string() == qemu::kMonitorIdToStart;
  });
}

/// What its guest did before the link came is not known. The bench that started it may have been
/// another.
asio::awaitable<NativeSession::Past> NativeSession::past_of_machine() {
  std::string state = co_await status("query-status");
  while (state == "inmigrate") {
    poll_timer_.expires_after(kPollPeriod);
    co_await step(poll_timer_.async_wait(asio::use_awaitable));
    state = co_await status("query-status");
  }
  if (std::ranges::find(kBeforeTheStart, state) != kBeforeTheStart.end()) co_return Past::none;
  const bool arrived = state == "paused" && co_await status("query-migrate") == "completed";
  co_return arrived ? Past::arrived : Past::running;
}

/// What the answer calls so; empty if it does not.
asio::awaitable<std::string> NativeSession::status(std::string_view question) {
  const auto answer = co_await qmp_.ask(question, {});
  boost::system::error_code none;
  const auto* status = answer ? answer->find_pointer("/status", none) : nullptr;
  if (status == nullptr || !status->is_string()) co_return std::string();
  co_return std::string(status->get_string());
}

/// The FIFO of an earlier bench has no reader any more.
asio::awaitable<void> NativeSession::open_log_again() {
  json::object arguments{{"command-line", fmt::format("logfile {}", monitor_quoted(log_))}};
  co_await qmp_.ask("human-monitor-command", std::move(arguments));
}

asio::awaitable<bool> NativeSession::inputs_are_taken() {
  return completion_of<bool>(
      [this](std::function<void(bool)> taken) { on_inputs_taken_ = std::move(taken); });
}

void NativeSession::give_inputs(bool has_drivers) {
  loop_.turn([&] {
    for (const auto& controller : joined_.controllers) {
      controller->start();
      if (has_drivers) controller->note_driver();
    }
    tell_connected();
  });
}

void NativeSession::tell_connected() {
  show_connected();
  for (const auto& controller : joined_.controllers) {
    spdlog::info("{}: {} of QEMU {}: {}", machine_, controller->device().path, version_.text(),
                 guarantee(controller->watch()));
  }
}

void NativeSession::show_connected() {
  const std::string lost =
      unreadable_ == 0
          ? ""
          : fmt::format("; at least {} lines of QEMU's trace could not be read", unreadable_);
  for (const auto& controller : joined_.controllers) {
    const controllers::ControllerType& type = controller->type();
    controller->lines().set_connected(
        true, fmt::format("QEMU {}, {} at {}, {}: {}{}", version_.text(), type.qom_type,
                          controller->device().path, inputs_of(type),
                          guarantee(controller->watch()), lost));
  }
}

void NativeSession::send_waiting() {
  loop_.turn([this] {
    for (const auto& controller : joined_.controllers) controller->send_waiting();
  });
}

void NativeSession::on_event(std::string_view event) {
  if (event == "STOP") {
    running_ = false;
    polling_ = {};
  }
  if (event == "RESUME" && !std::exchange(running_, true)) {
    begin_again(&NativeController::resumed);
    start_dialogue(polling_, poll());
  }
  if (event == "RESET") begin_again(&NativeController::reset);
}

/// For traced controllers the trace reports resets, including one before a snapshot, in their order
/// among the writes, but not the values of the registers after it.
void NativeSession::begin_again(void (NativeController::*untraced)()) {
  loop_.turn([&] {
    for (const auto& controller : joined_.controllers) {
      if (controller->watch() != Watch::traced) ((*controller).*untraced)();
    }
  });
  std::erase_if(catching_up_, [](const Dialogue& dialogue) { return dialogue.over(); });
  for (const auto& controller : joined_.controllers) {
    if (controller->watch() != Watch::traced) continue;
    start_dialogue(catching_up_.emplace_back(), controller->catch_up(turn_));
  }
}

asio::awaitable<void> NativeSession::poll() {
  const auto is_read = [](const auto& controller) { return controller->watch() != Watch::traced; };
  while (std::ranges::any_of(joined_.controllers, is_read)) {
    // Read again in 10 ms, whatever went wrong now.
    guarded("registers of a guest", [&] {
      for (const auto& controller : joined_.controllers) {
        if (is_read(controller)) controller->read_registers(turn_);
      }
    });
    poll_timer_.expires_after(kPollPeriod);
    co_await step(poll_timer_.async_wait(asio::use_awaitable));
  }
}

void NativeSession::start_dialogue(Dialogue& dialogue, Dialogue::Steps steps) {
  dialogue = Dialogue(loop_.io().get_executor(), machine_, std::move(steps),
                      [this] { end("what QEMU sent could not be processed"); });
}

bool NativeSession::log_line(std::string_view line, Time written) {
  auto outcome = TraceRouter::Outcome::foreign;
  loop_.turn_at(written, [&] { outcome = joined_.router.route(line); });
  if (outcome == TraceRouter::Outcome::unreadable) note_unreadable(line);
  return outcome != TraceRouter::Outcome::foreign || join_.awaits(line);
}

/// Shown at each doubling: a guest could make many.
void NativeSession::note_unreadable(std::string_view line) {
  if (++unreadable_ <= kUnreadableTold) {
    spdlog::warn(
        "{}: QEMU {} wrote a trace line that cannot be read, so a change of a line is lost: {}",
        machine_, version_.text(), line);
  }
  if (std::has_single_bit(unreadable_)) loop_.turn([this] { show_connected(); });
}

void NativeSession::end(const std::string& why) {
  conversing_ = {};
  polling_ = {};
  catching_up_.clear();
  running_ = false;
  if (auto ended = std::exchange(ended_, {})) ended(why);
}

}  // namespace pinbridge::native_gpio

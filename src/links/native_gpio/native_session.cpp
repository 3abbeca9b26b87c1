#include "links/native_gpio/native_session.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include <spdlog/spdlog.h>

#include "qemu/native_arguments.hpp"

namespace pinbridge::native_gpio {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kUnreadableTold = 3;

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

std::string_view inputs_of(const ControllerType& type) {
  if (type.input == InputBy::nothing) return "outputs only, as QEMU's model has no inputs";
  return type.interrupts ? "with interrupts" : "without interrupts";
}

}  // namespace

NativeSession::NativeSession(EventLoop& loop, std::string machine,
                             std::span<const ChipBinding> chips, Sockets sockets, Ended ended)
    : loop_(loop),
      machine_(std::move(machine)),
      chips_(chips),
      ended_(std::move(ended)),
      qmp_(std::move(sockets.qmp), {.on_ready =
                                        [this](qemu::Version version) {
                                          version_ = version;
                                          look_whose_start();
                                        },
                                    .on_event = [this](std::string_view event) { heard(event); },
                                    .on_end = [this](const std::string& why) { end(why); }}),
      qtest_(std::move(sockets.qtest),
             {.on_output =
                  [this](std::uint32_t number, bool level) {
                    if (joined_.intercepted == nullptr) return;
                    loop_.turn([&] { joined_.intercepted->drives(number, level); });
                  },
              .on_idle = [this] { idle(); },
              .on_end = [this](const std::string& why) { end(why); }}),
      join_(turn_, chips_, qmp_, qtest_, joined_),
      poll_timer_(loop.io()) {}

NativeSession::~NativeSession() {
  loop_.turn([this] {
    joined_.controllers.clear();
    for (const ChipBinding& chip : chips_) chip.lines->set_connected(false, "no guest");
  });
}

void NativeSession::look_whose_start() {
  qmp_.execute("query-chardev", {}, [this](const Result<json::value>& answer) {
    if (const auto* devices = answer ? answer->if_array() : nullptr) {
      ours_to_start_ = std::ranges::any_of(*devices, [](const json::value& device) {
        boost::system::error_code none;
        const auto* label = device.find_pointer("/label", none);
        return label != nullptr && label->is_string() &&
               label->get_string() == qemu::kMonitorIdToStart;
      });
    }
    join_.start(version_, [this] { catch_up_with(0); });
  });
}

/// One after the other, and then on: a machine that runs already has outputs, and they are no
/// inputs to be given levels.
void NativeSession::catch_up_with(std::size_t index) {
  if (index == joined_.controllers.size()) return give_inputs();
  if (joined_.controllers[index]->watch() != Watch::traced) return catch_up_with(index + 1);
  joined_.controllers[index]->catch_up(turn_, [this, index] { catch_up_with(index + 1); });
}

void NativeSession::give_inputs() {
  loop_.turn([this] {
    for (const auto& controller : joined_.controllers) {
      controller->start([this, type = controller->type().qom_type](LineOffset line) {
        spdlog::warn(
            "{}: line {} of {} is given a level, and the guest cannot see it: QEMU's model has "
            "outputs only",
            machine_, line.value(), type);
      });
    }
    tell_connected();
  });
  waits_for_inputs_ = true;
  if (qtest_.unanswered() == 0) idle();
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
    const ControllerType& type = controller->type();
    controller->lines().set_connected(
        true, fmt::format("QEMU {}, {} at {}, {}: {}{}", version_.text(), type.qom_type,
                          controller->device().path, inputs_of(type),
                          guarantee(controller->watch()), lost));
  }
}

void NativeSession::idle() {
  if (std::exchange(waits_for_inputs_, false)) go();
  loop_.turn([this] {
    for (const auto& controller : joined_.controllers) controller->send_waiting();
  });
  for (const auto& controller : joined_.controllers) {
    if (controller->merged() == 0 || std::exchange(told_of_merging_, true)) continue;
    spdlog::warn("{}: inputs change faster than QEMU takes them: the guest misses edges", machine_);
  }
}

void NativeSession::go() {
  running_ = true;
  if (ours_to_start_) qmp_.execute("cont", {}, [](const auto&) {});
  poll();
}

void NativeSession::heard(std::string_view event) {
  if (event == "STOP") running_ = false;
  if (event == "RESUME" && !std::exchange(running_, true)) {
    begin_again(&NativeController::resumed);
    poll();
  }
  if (event == "RESET") begin_again(&NativeController::reset);
}

/// Of what is traced the trace tells resets, one before a snapshot as well, in their place among
/// the writes; but not what the registers are at then.
void NativeSession::begin_again(void (NativeController::*untraced)()) {
  loop_.turn([&] {
    for (const auto& controller : joined_.controllers) {
      if (controller->watch() != Watch::traced) ((*controller).*untraced)();
    }
  });
  for (const auto& controller : joined_.controllers) {
    if (controller->watch() == Watch::traced) controller->catch_up(turn_);
  }
}

void NativeSession::poll() {
  bool any = false;
  for (const auto& controller : joined_.controllers) {
    if (controller->watch() == Watch::traced) continue;
    any = true;
    controller->read_registers(turn_);
  }
  if (!any || !running_) return;
  poll_timer_.expires_after(kPollPeriod);
  poll_timer_.async_wait(
      [this, alive = std::weak_ptr(alive_)](boost::system::error_code cancelled) {
        if (!cancelled && !alive.expired()) poll();
      });
}

void NativeSession::log_line(std::string_view line, Time written) {
  auto outcome = TraceRouter::Outcome::foreign;
  loop_.turn_at(written, [&] { outcome = joined_.router.route(line); });
  if (outcome == TraceRouter::Outcome::foreign) spdlog::info("{}: QEMU: {}", machine_, line);
  if (outcome == TraceRouter::Outcome::unreadable) note_unreadable(line);
}

/// Shown at each doubling: a guest could make many.
void NativeSession::note_unreadable(std::string_view line) {
  if (++unreadable_ <= kUnreadableTold) {
    spdlog::warn("{}: QEMU {} traces what cannot be read, so a change of a line is lost: {}",
                 machine_, version_.text(), line);
  }
  if (std::has_single_bit(unreadable_)) loop_.turn([this] { show_connected(); });
}

void NativeSession::end(const std::string& why) {
  poll_timer_.cancel();
  running_ = false;
  if (auto ended = std::exchange(ended_, {})) ended(why);
}

}  // namespace pinbridge::native_gpio

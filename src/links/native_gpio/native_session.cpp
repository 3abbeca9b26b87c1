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

/// QEMU before says OK to a name of outputs all the same, and intercepts those without a name.
constexpr qemu::Version kFirstToInterceptByName{8, 2};

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
                    if (intercepted_ == nullptr) return;
                    loop_.turn([&] { intercepted_->drives(number, level); });
                  },
              .on_idle = [this] { idle(); },
              .on_end = [this](const std::string& why) { end(why); }}),
      search_(is_controller_type),
      poll_timer_(loop.io()) {}

NativeSession::~NativeSession() {
  loop_.turn([this] {
    controllers_.clear();
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
    search();
  });
}

void NativeSession::search() {
  auto question = search_.question();
  if (!question) return bind_chips(search_.take_found());
  qmp_.execute(question->command, std::move(question->arguments),
               [this](const Result<json::value>& answer) {
                 search_.answer(answer ? *answer : json::value());
                 search();
               });
}

void NativeSession::bind_chips(std::vector<qemu::QomDevice> found) {
  found_ = std::move(found);
  const auto names = controller_names(found_);
  loop_.turn([&] {
    for (const ChipBinding& chip : chips_) bind(chip, names);
  });
  for (const auto& controller : controllers_) {
    if (tells_apart(controller->type(), found_)) untried_.insert(controller->type().trace_event());
  }
  if (!untried_.empty()) untried_.insert(trace_event(kResetTrace));
  trace_next();
}

void NativeSession::bind(const ChipBinding& chip, std::span<const ControllerName> names) {
  const auto index = chip.choice.find(names);
  if (!index) return refuse(chip, index.error().message);
  const qemu::QomDevice& device = found_[*index];
  for (const auto& other : controllers_) {
    if (other->device().path == device.path) {
      return refuse(chip, fmt::format("another chip of the board has {} already", device.path));
    }
  }
  auto path = QtestPath::of(device.pins_path);
  if (!path) return refuse(chip, path.error().message);
  const ControllerType& type = *find_controller_type(device.type);
  for (std::uint16_t i = line_count(type, device); i < chip.lines->count(); ++i) {
    if (!chip.lines->is_wired(LineOffset{i})) continue;
    spdlog::warn("{}: the machine's {} has {} lines; nothing reaches line {} and those behind it",
                 chip.id, device.type, line_count(type, device), i);
    break;
  }
  controllers_.push_back(std::make_unique<NativeController>(*chip.lines, type, device,
                                                            std::move(*path), qtest_, qmp_));
}

void NativeSession::refuse(const ChipBinding& chip, const std::string& why) {
  spdlog::error("{}: {}", chip.id, why);
  chip.lines->set_connected(false, why);
}

void NativeSession::trace_next() {
  if (untried_.empty()) return watch_untraced();
  const std::string_view event = *untried_.begin();
  untried_.erase(untried_.begin());
  // An event that this QEMU does not have is an error of this command.
  qmp_.execute("trace-event-set-state", {{"name", event}, {"enable", true}},
               [this, event](const Result<json::value>& answer) {
                 if (answer) traced_.insert(event);
                 trace_next();
               });
}

void NativeSession::watch_untraced() {
  for (const auto& controller : controllers_) {
    if (!tells_apart(controller->type(), found_)) continue;
    if (!traced_.contains(controller->type().trace_event())) continue;
    controller->set_watch(Watch::traced);
    router_.add(*controller);
  }
  watch_next_untraced(0);
}

/// QEMU intercepts the outputs of one device only: of the first that lets it.
void NativeSession::watch_next_untraced(std::size_t index) {
  if (index == controllers_.size()) return catch_up_with(0);
  NativeController& controller = *controllers_[index];
  if (controller.watch() == Watch::traced || intercepted_ != nullptr) {
    return watch_next_untraced(index + 1);
  }
  if (!controller.type().outputs.empty() && version_ < kFirstToInterceptByName) {
    return watch_next_untraced(index + 1);
  }
  qtest_.intercept(controller.path(), controller.type().outputs,
                   [this, index, &controller](const Result<std::uint64_t>& answer) {
                     if (answer) {
                       controller.set_watch(Watch::intercepted);
                       intercepted_ = &controller;
                     }
                     watch_next_untraced(index + 1);
                   });
}

/// One after the other, and then on: a machine that runs already has outputs, and they are no
/// inputs to be given levels.
void NativeSession::catch_up_with(std::size_t index) {
  if (index == controllers_.size()) return give_inputs();
  if (controllers_[index]->watch() != Watch::traced) return catch_up_with(index + 1);
  controllers_[index]->catch_up(turn_, [this, index] { catch_up_with(index + 1); });
}

void NativeSession::give_inputs() {
  loop_.turn([this] {
    for (const auto& controller : controllers_) {
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
  for (const auto& controller : controllers_) {
    spdlog::info("{}: {} of QEMU {}: {}", machine_, controller->device().path, version_.text(),
                 guarantee(controller->watch()));
  }
}

void NativeSession::show_connected() {
  const std::string lost =
      unreadable_ == 0
          ? ""
          : fmt::format("; at least {} lines of QEMU's trace could not be read", unreadable_);
  for (const auto& controller : controllers_) {
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
    for (const auto& controller : controllers_) controller->send_waiting();
  });
  for (const auto& controller : controllers_) {
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
    for (const auto& controller : controllers_) {
      if (controller->watch() != Watch::traced) ((*controller).*untraced)();
    }
  });
  for (const auto& controller : controllers_) {
    if (controller->watch() == Watch::traced) controller->catch_up(turn_);
  }
}

void NativeSession::poll() {
  bool any = false;
  for (const auto& controller : controllers_) {
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
  loop_.turn_at(written, [&] { outcome = router_.route(line); });
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

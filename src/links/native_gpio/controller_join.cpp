#include "links/native_gpio/controller_join.hpp"

#include <utility>

#include <spdlog/spdlog.h>

namespace pinbridge::native_gpio {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// Earlier versions accept a name of outputs too, but intercept those without a name. In 11.1 the
/// machine no longer receives what is intercepted: with the outputs by that name, the controller's
/// interrupt would be lost.
constexpr qemu::Version kFirstToInterceptByName{8, 2};
constexpr qemu::Version kFirstNotToPassOn{10, 1};

bool intercepts_by_name(qemu::Version version) {
  return !(version < kFirstToInterceptByName) && version < kFirstNotToPassOn;
}

bool waits_for_interrupts(NativeController& controller) {
  return controller.lines().is_paced() && !controller.type().pending_trace.empty();
}

}  // namespace

ControllerJoin::ControllerJoin(NativeController::Turn turn, std::span<const ChipBinding> chips,
                               qemu::QmpSession& qmp, qemu::QtestClient& qtest,
                               JoinedControllers& joined)
    : turn_(std::move(turn)), chips_(chips), qmp_(qmp), qtest_(qtest), joined_(joined) {}

asio::awaitable<void> ControllerJoin::run(qemu::Version version, bool taken_over) {
  co_await find();
  bind_chips();
  co_await trace();
  // Without a trace of writes, the drivers are taken as there.
  if (!taken_over) co_await trace_writes();
  awaited_.clear();
  co_await intercept(version);
}

bool ControllerJoin::awaits(std::string_view line) const {
  return awaited_.contains(line.substr(0, line.find(' ')));
}

asio::awaitable<void> ControllerJoin::end_earlier_trace() {
  std::set<std::string_view> events{qemu::trace_event(kResetTrace)};
  for (const controllers::ControllerType* type : controllers::controller_types()) {
    for (const auto pattern :
         {type->trace, type->write_trace, type->pending_trace, type->read_trace}) {
      events.insert(qemu::trace_event(pattern));
    }
  }
  events.erase("");
  for (const std::string_view event : events) {
    json::object arguments{{"name", event}, {"enable", false}};
    co_await qmp_.ask("trace-event-set-state", std::move(arguments));
  }
}

asio::awaitable<void> ControllerJoin::find() {
  qemu::QomSearch search(controllers::is_controller_type);
  while (auto question = search.question()) {
    const auto answer = co_await qmp_.ask(question->command, std::move(question->arguments));
    search.answer(answer ? *answer : json::value());
  }
  found_ = search.take_found();
}

void ControllerJoin::bind_chips() {
  const auto names = controller_names(found_);
  turn_([&] {
    for (const ChipBinding& chip : chips_) bind(chip, names);
  });
}

void ControllerJoin::bind(const ChipBinding& chip,
                          std::span<const controllers::ControllerName> names) {
  const auto index = chip.choice.find(names);
  if (!index) return refuse(chip, index.error().message);
  const qemu::QomDevice& device = found_[*index];
  for (const auto& other : joined_.controllers) {
    if (other->device().path == device.path) {
      return refuse(chip, fmt::format("another chip of the board has {} already", device.path));
    }
  }
  auto path = qemu::QtestPath::of(device.pins_path);
  if (!path) return refuse(chip, path.error().message);
  const controllers::ControllerType& type = *controllers::find_controller_type(device.type);
  for (std::uint16_t i = line_count(type, device); i < chip.lines->count(); ++i) {
    if (!chip.lines->is_wired(LineOffset{i})) continue;
    spdlog::warn("{}: the machine's {} has {} lines; nothing reaches line {} and those behind it",
                 chip.id, device.type, line_count(type, device), i);
    break;
  }
  joined_.controllers.push_back(std::make_unique<NativeController>(*chip.lines, type, device,
                                                                   std::move(*path), qtest_, qmp_));
}

void ControllerJoin::refuse(const ChipBinding& chip, const std::string& why) {
  spdlog::error("{}: {}", chip.id, why);
  chip.lines->set_connected(false, why);
}

asio::awaitable<void> ControllerJoin::trace() {
  std::set<std::string_view> traced;
  awaited_ = events_to_trace();
  for (const std::string_view event : awaited_) {
    if (co_await begin_to_trace(event)) traced.insert(event);
  }
  for (const auto& controller : joined_.controllers) {
    if (!tells_apart(controller->type(), found_)) continue;
    if (!traced.contains(qemu::trace_event(controller->type().trace))) continue;
    controller->set_watch(Watch::traced);
    joined_.router.add(*controller);
    if (!waits_for_interrupts(*controller)) continue;
    if (!traced.contains(qemu::trace_event(controller->type().pending_trace))) continue;
    controller->set_pending_is_traced();
    joined_.router.add_pending(*controller);
    if (!traced.contains(qemu::trace_event(controller->type().read_trace))) continue;
    joined_.router.add_reads(*controller);
  }
}

/// False for an event that this QEMU does not have.
asio::awaitable<bool> ControllerJoin::begin_to_trace(std::string_view event) {
  json::object arguments{{"name", event}, {"enable", true}};
  const auto answer = co_await qmp_.ask("trace-event-set-state", std::move(arguments));
  co_return answer.has_value();
}

asio::awaitable<bool> ControllerJoin::is_traced(std::string_view event) {
  json::object arguments{{"name", event}};
  const auto answer = co_await qmp_.ask("trace-event-get-state", std::move(arguments));
  boost::system::error_code none;
  const auto* state = answer ? answer->find_pointer("/0/state", none) : nullptr;
  co_return state != nullptr && state->is_string() && state->get_string() == "enabled";
}

/// To notice drivers. An event that the user traces is the user's: it is neither taken nor
/// disabled.
asio::awaitable<void> ControllerJoin::trace_writes() {
  std::set<std::string_view> traced;
  for (const auto& controller : joined_.controllers) {
    if (controller->watch() != Watch::traced) continue;
    const std::string_view event = qemu::trace_event(controller->type().write_trace);
    if (!event.empty() && !traced.contains(event)) {
      if (co_await is_traced(event) || !co_await begin_to_trace(event)) continue;
      traced.insert(event);
    }
    controller->set_writes_are_traced();
    if (!event.empty()) joined_.router.add_writes(*controller);
  }
}

std::set<std::string_view> ControllerJoin::events_to_trace() const {
  std::set<std::string_view> events;
  for (const auto& controller : joined_.controllers) {
    if (!tells_apart(controller->type(), found_)) continue;
    events.insert(qemu::trace_event(controller->type().trace));
    events.insert(qemu::trace_event(kResetTrace));
    if (waits_for_interrupts(*controller)) {
      events.insert(qemu::trace_event(controller->type().pending_trace));
      events.insert(qemu::trace_event(controller->type().read_trace));
    }
  }
  return events;
}

/// QEMU intercepts the outputs of one device only: of the first that lets it.
asio::awaitable<void> ControllerJoin::intercept(qemu::Version version) {
  for (const auto& controller : joined_.controllers) {
    const std::string_view outputs = controller->type().outputs;
    if (controller->watch() == Watch::traced) continue;
    if (!outputs.empty() && !intercepts_by_name(version)) continue;
    const auto answer = co_await qtest_.ask_to_intercept(controller->path(), outputs);
    if (!answer) continue;
    controller->set_watch(Watch::intercepted);
    joined_.intercepted = controller.get();
    co_return;
  }
}

}  // namespace pinbridge::native_gpio

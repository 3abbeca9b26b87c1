#include "links/native_gpio/controller_join.hpp"

#include <utility>

#include <spdlog/spdlog.h>

namespace pinbridge::native_gpio {
namespace {

namespace json = boost::json;

/// QEMU before says OK to a name of outputs all the same, and intercepts those without a name.
constexpr qemu::Version kFirstToInterceptByName{8, 2};

}  // namespace

ControllerJoin::ControllerJoin(NativeController::Turn turn, std::span<const ChipBinding> chips,
                               QmpSession& qmp, QtestClient& qtest, JoinedControllers& joined)
    : turn_(std::move(turn)),
      chips_(chips),
      qmp_(qmp),
      qtest_(qtest),
      joined_(joined),
      search_(is_controller_type) {}

void ControllerJoin::start(qemu::Version version, std::function<void()> done) {
  version_ = version;
  done_ = std::move(done);
  search();
}

void ControllerJoin::search() {
  auto question = search_.question();
  if (!question) return bind_chips(search_.take_found());
  qmp_.execute(question->command, std::move(question->arguments),
               [this](const Result<json::value>& answer) {
                 search_.answer(answer ? *answer : json::value());
                 search();
               });
}

void ControllerJoin::bind_chips(std::vector<qemu::QomDevice> found) {
  found_ = std::move(found);
  const auto names = controller_names(found_);
  turn_([&] {
    for (const ChipBinding& chip : chips_) bind(chip, names);
  });
  for (const auto& controller : joined_.controllers) {
    if (tells_apart(controller->type(), found_)) untried_.insert(controller->type().trace_event());
  }
  if (!untried_.empty()) untried_.insert(trace_event(kResetTrace));
  trace_next();
}

void ControllerJoin::bind(const ChipBinding& chip, std::span<const ControllerName> names) {
  const auto index = chip.choice.find(names);
  if (!index) return refuse(chip, index.error().message);
  const qemu::QomDevice& device = found_[*index];
  for (const auto& other : joined_.controllers) {
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
  joined_.controllers.push_back(std::make_unique<NativeController>(*chip.lines, type, device,
                                                                   std::move(*path), qtest_, qmp_));
}

void ControllerJoin::refuse(const ChipBinding& chip, const std::string& why) {
  spdlog::error("{}: {}", chip.id, why);
  chip.lines->set_connected(false, why);
}

void ControllerJoin::trace_next() {
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

void ControllerJoin::watch_untraced() {
  for (const auto& controller : joined_.controllers) {
    if (!tells_apart(controller->type(), found_)) continue;
    if (!traced_.contains(controller->type().trace_event())) continue;
    controller->set_watch(Watch::traced);
    joined_.router.add(*controller);
  }
  watch_next_untraced(0);
}

/// QEMU intercepts the outputs of one device only: of the first that lets it.
void ControllerJoin::watch_next_untraced(std::size_t index) {
  if (index == joined_.controllers.size()) return done_();
  NativeController& controller = *joined_.controllers[index];
  if (controller.watch() == Watch::traced || joined_.intercepted != nullptr) {
    return watch_next_untraced(index + 1);
  }
  if (!controller.type().outputs.empty() && version_ < kFirstToInterceptByName) {
    return watch_next_untraced(index + 1);
  }
  qtest_.intercept(controller.path(), controller.type().outputs,
                   [this, index, &controller](const Result<std::uint64_t>& answer) {
                     if (answer) {
                       controller.set_watch(Watch::intercepted);
                       joined_.intercepted = &controller;
                     }
                     watch_next_untraced(index + 1);
                   });
}

}  // namespace pinbridge::native_gpio

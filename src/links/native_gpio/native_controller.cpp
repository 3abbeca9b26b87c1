#include "links/native_gpio/native_controller.hpp"

#include <algorithm>
#include <utility>

#include "links/native_gpio/pin_properties.hpp"

namespace pinbridge::native_gpio {
namespace {

/// While QEMU owes this many answers, inputs wait: a guest that is too slow gets their latest
/// levels, and the queue does not grow.
constexpr std::size_t kMostUnanswered = 1024;

constexpr int kMostTriesToCatchUp = 8;

}  // namespace

std::uint16_t line_count(const ControllerType& type, const qemu::QomDevice& device) {
  if (type.input == InputBy::property) {
    return static_cast<std::uint16_t>(properties_by_line(device.pin_levels).size());
  }
  const std::size_t pins = std::max(device.inputs, device.outputs);
  return static_cast<std::uint16_t>(std::min<std::size_t>(pins, LineRegisters::kMostLines));
}

std::vector<ControllerName> controller_names(std::span<const qemu::QomDevice> devices) {
  std::vector<ControllerName> names;
  names.reserve(devices.size());
  for (const auto& device : devices) names.push_back({device.path, device.type});
  return names;
}

bool tells_apart(const ControllerType& type, std::span<const qemu::QomDevice> devices) {
  if (type.trace.empty()) return false;
  const auto same = [&](const qemu::QomDevice& device) { return device.type == type.qom_type; };
  return type.trace_id != TraceId::only_one || std::ranges::count_if(devices, same) == 1;
}

NativeController::NativeController(GpioLines& lines, const ControllerType& type,
                                   qemu::QomDevice device, QtestPath path, QtestClient& qtest,
                                   QmpSession& qmp)
    : lines_(lines),
      type_(type),
      device_(std::move(device)),
      path_(std::move(path)),
      qtest_(qtest),
      qmp_(qmp),
      registers_(type.registers, native_gpio::line_count(type, device_), type.lines_from_msb),
      inputs_(std::min(native_gpio::line_count(type, device_), lines.count())),
      reader_(type, line_count(), device_.address, qtest),
      properties_(properties_by_line(device_.pin_levels)) {}

NativeController::~NativeController() {
  lines_.listen({});
  for (std::uint16_t i = 0; i < lines_.count(); ++i) lines_.release(LineOffset{i});
}

void NativeController::start(std::function<void(LineOffset)> refused) {
  refused_ = std::move(refused);
  lines_.listen([this](LineOffset line, bool) {
    if (line.value() >= line_count()) return;
    const bool takes_it = type_.input != InputBy::nothing || registers_.state(line).drives;
    if (!takes_it && !lines_.floats(line) && refused_) std::exchange(refused_, {})(line);
    if (inputs_[line.value()].waiting) ++merged_;
    give_input(line);
  });
  give_all_inputs();
}

void NativeController::wrote(const TraceRecord& record) {
  ++writes_;
  for (std::size_t i = 0; i < record.register_count; ++i) {
    const auto& reg = record.registers[i];
    if (reg.name.empty()) {
      registers_.write(reg.offset, reg.value);
    } else {
      registers_.write(reg.name, reg.value);
    }
  }
  settle();
}

void NativeController::drives(std::uint32_t number, bool level) {
  const auto line = line_of_output(number);
  if (!line) return;
  registers_.drives(*line, level);
  settle();
}

std::optional<LineOffset> NativeController::line_of_output(std::uint32_t number) const {
  if (type_.input != InputBy::property) {
    if (number >= line_count()) return std::nullopt;
    return LineOffset{static_cast<std::uint16_t>(number)};
  }
  // The controller's interrupt comes first, and lines that it leaves out have no output.
  for (std::uint16_t line = 0; line < line_count(); ++line) {
    if (!properties_[line].empty() && --number == 0) return LineOffset{line};
  }
  return std::nullopt;
}

void NativeController::reset() {
  ++writes_;
  registers_.reset();
  for (Input& input : inputs_) input.sent.reset();
  settle();
  give_all_inputs();
}

void NativeController::resumed() {
  if (type_.repeats_are_events) return;
  for (std::uint16_t i = 0; i < line_count(); ++i) {
    const LineOffset line{i};
    if (registers_.state(line).drives) continue;
    if (const auto level = std::exchange(inputs_[i].sent, std::nullopt)) send(line, *level);
  }
}

void NativeController::settle() {
  registers_.tell_changes([this](LineOffset line, LineState state) {
    if (line.value() >= line_count()) return;
    if (state.drives) {
      inputs_[line.value()].waiting = false;
      if (type_.releases && inputs_[line.value()].sent) send(line, InputLevel::released);
      lines_.drive(line, state.level);
      return;
    }
    if (state.pull) {
      lines_.pull(line, *state.pull);
    } else {
      lines_.release(line);
    }
    // While it was an output the controller took no level.
    inputs_[line.value()].sent.reset();
    give_input(line);
  });
}

void NativeController::give_all_inputs() {
  for (std::uint16_t i = 0; i < line_count(); ++i) {
    // A floating line is at another random level each time that it matters.
    if (lines_.is_wired(LineOffset{i})) lines_.read(LineOffset{i});
    give_input(LineOffset{i});
  }
}

void NativeController::give_input(LineOffset line) {
  const auto level = input_level(line);
  Input& input = inputs_[line.value()];
  if (!level || level == input.sent) return;
  // While one waits all do: QEMU comes to an end with its answers, and no line that changes all the
  // time keeps the others at a level of long ago.
  if (holding_ || qtest_.unanswered() + unanswered_properties_ >= kMostUnanswered) {
    holding_ = input.waiting = true;
    return;
  }
  send(line, *level);
}

/// Nothing where the guest is not to be given any level.
std::optional<InputLevel> NativeController::input_level(LineOffset line) const {
  if (type_.input == InputBy::nothing || registers_.state(line).drives) return std::nullopt;
  // QEMU aborts at a number that the device does not have.
  if (type_.input == InputBy::irq && line.value() >= device_.inputs) return std::nullopt;
  // A line that nobody wired is the machine's own: the power key, say. One that floats is left to
  // QEMU's model: some are at the guest's pull at once, and some take what was put on an input for
  // the first level of an output.
  if (!lines_.is_wired(line) || lines_.floats(line)) {
    const bool given = type_.releases && inputs_[line.value()].sent.has_value();
    return given ? std::optional(InputLevel::released) : std::nullopt;
  }
  return lines_.last_level(line) ? InputLevel::high : InputLevel::low;
}

void NativeController::send(LineOffset line, InputLevel level) {
  Input& input = inputs_[line.value()];
  if (input.sent == level) return;
  input.sent = level;
  input.waiting = false;
  if (type_.input == InputBy::irq) {
    qtest_.set_input(path_, line, level);
  } else if (type_.input == InputBy::property && !properties_[line.value()].empty()) {
    ++unanswered_properties_;
    qmp_.execute("qom-set",
                 {{"path", device_.path},
                  {"property", properties_[line.value()]},
                  {"value", level == InputLevel::high}},
                 [this, alive = std::weak_ptr(alive_)](const auto&) {
                   if (alive.expired()) return;
                   if (--unanswered_properties_ == 0) send_waiting();
                 });
  }
}

void NativeController::send_waiting() {
  holding_ = false;
  for (std::uint16_t i = 0; i < line_count(); ++i) {
    if (std::exchange(inputs_[i].waiting, false)) give_input(LineOffset{i});
  }
}

void NativeController::read_registers(const Turn& turn) {
  if (std::exchange(reading_, true)) return;
  const auto take = [this](std::uint32_t offset, std::uint64_t value) {
    registers_.take(offset, value);
  };
  reader_.read(take, [this, turn] {
    reading_ = false;
    turn([this] { settle(); });
  });
}

void NativeController::catch_up(const Turn& turn, std::function<void()> done) {
  if (done) caught_up_ = std::move(done);
  // A guest that resets all the time has one question asked and not hundreds: a reset counts as a
  // write.
  if (std::exchange(tries_left_, kMostTriesToCatchUp) == 0) try_to_catch_up(turn);
}

void NativeController::try_to_catch_up(const Turn& turn) {
  const auto read = std::make_shared<LineRegisters>(registers_);
  const auto take = [read](std::uint32_t offset, std::uint64_t value) {
    read->take(offset, value);
  };
  reader_.read(take, [this, turn, read, before = writes_] {
    turn([&] {
      --tries_left_;
      if (writes_ != before) return;
      tries_left_ = 0;
      registers_.take_all(*read);
      settle();
    });
    if (tries_left_ > 0) return try_to_catch_up(turn);
    if (const auto done = std::exchange(caught_up_, {})) done();
  });
}

}  // namespace pinbridge::native_gpio

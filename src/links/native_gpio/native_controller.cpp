#include "links/native_gpio/native_controller.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "links/native_gpio/pin_properties.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::native_gpio {
namespace {

/// While QEMU owes this many answers, inputs wait: a guest that is too slow gets their latest
/// levels, and the queue does not grow.
constexpr std::size_t kMostUnanswered = 1024;

constexpr int kMostTriesToCatchUp = 8;

/// How long the edges of a paced line wait for its interrupt, and for a driver that reads its
/// level.
constexpr Duration kMostUntaken = std::chrono::seconds(1);
/// The same for a driver that may not read it.
constexpr Duration kMostUnread = std::chrono::milliseconds(50);

}  // namespace

std::uint16_t line_count(const controllers::ControllerType& type, const qemu::QomDevice& device) {
  if (type.input == controllers::InputBy::property) {
    return static_cast<std::uint16_t>(properties_by_line(device.pin_levels).size());
  }
  const std::size_t pins = std::max(device.inputs, device.outputs);
  return static_cast<std::uint16_t>(
      std::min<std::size_t>(pins, controllers::LineRegisters::kMostLines));
}

std::vector<controllers::ControllerName> controller_names(
    std::span<const qemu::QomDevice> devices) {
  std::vector<controllers::ControllerName> names;
  names.reserve(devices.size());
  for (const auto& device : devices) names.push_back({device.path, device.type});
  return names;
}

bool tells_apart(const controllers::ControllerType& type,
                 std::span<const qemu::QomDevice> devices) {
  if (type.trace.empty()) return false;
  const auto same = [&](const qemu::QomDevice& device) { return device.type == type.qom_type; };
  return type.trace_id != controllers::TraceId::only_one ||
         std::ranges::count_if(devices, same) == 1;
}

NativeController::NativeController(GpioLines& lines, const controllers::ControllerType& type,
                                   qemu::QomDevice device, qemu::QtestPath path,
                                   qemu::QtestClient& qtest, qemu::QmpSession& qmp)
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

void NativeController::start() {
  lines_.listen([this](LineOffset line, bool) {
    if (line.value() >= line_count()) return;
    if (inputs_[line.value()].waiting) lines_.edge_merged(line);
    Input& input = inputs_[line.value()];
    const auto before = input.sent;
    give_input(line);
    if (!pending_is_traced_ || !lines_.is_paced()) return;
    // What the guest has already got causes no trace.
    if (input.waiting || input.sent != before) expect_to_be_taken(line);
  });
  give_all_inputs();
  if (!writes_are_traced_) note_driver();
}

void NativeController::note_driver() {
  if (!std::exchange(driver_noted_, true)) lines_.set_driver_seen();
}

void NativeController::was_written(const qemu::TraceRecord& /*record*/) {
  if (driver_noted_) return;
  note_driver();
  // It costs time, and has served its purpose.
  qmp_.execute("trace-event-set-state",
               {{"name", qemu::trace_event(type_.write_trace)}, {"enable", false}}, {});
}

void NativeController::wrote(const qemu::TraceRecord& record) {
  ++writes_;
  if (type_.write_trace.empty()) note_driver();
  for (std::size_t i = 0; i < record.register_count; ++i) {
    const auto& reg = record.registers[i];
    if (reg.name.empty()) {
      registers_.write(reg.offset, reg.value);
    } else {
      registers_.write(reg.name, reg.value);
    }
  }
  if (pending_is_traced_) note_arrivals(record);
  settle();
}

/// The trace reports first that the level is at the controller, and then the interrupts that are
/// pending: with that of the line until the guest has cleared it, or without it if the edge causes
/// no interrupt. Linux reads the level later, in a thread, unless it was asked for one kind of
/// edge.
void NativeController::expect_to_be_taken(LineOffset line) {
  if (!input_level(line)) return;
  Input& input = inputs_[line.value()];
  // The time to read it is over.
  if (input.step == Step::cleared) input.reads = Reads::no;
  input.step = Step::sent;
  // Without its trace a level interrupt looks like an edge that the guest never takes.
  lines_.hold(line, kMostUntaken);
}

void NativeController::note_arrivals(const qemu::TraceRecord& record) {
  for (const auto& reg : std::span(record.registers).first(record.register_count)) {
    if (reg.offset != type_.input_register) continue;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      Input& input = inputs_[i];
      const auto level =
          (reg.value >> i & 1U) != 0 ? qemu::InputLevel::high : qemu::InputLevel::low;
      if (input.step == Step::sent && input.sent == level) input.step = Step::arrived;
    }
  }
}

void NativeController::pending(const qemu::TraceRecord& record) {
  std::uint64_t pending = ~std::uint64_t{0};
  for (const auto& reg : std::span(record.registers).first(record.register_count)) {
    pending &= reg.value;
  }
  for (std::uint16_t i = 0; i < line_count(); ++i) {
    Input& input = inputs_[i];
    if (input.step != Step::arrived && input.step != Step::raised) continue;
    if ((pending >> i & 1U) != 0) {
      input.step = Step::raised;
    } else if (input.step == Step::raised) {
      wait_for_read(LineOffset{i});
    } else {
      take(LineOffset{i});
    }
  }
}

void NativeController::wait_for_read(LineOffset line) {
  Input& input = inputs_[line.value()];
  input.step = Step::cleared;
  if (input.reads == Reads::no) return lines_.taken(line);
  lines_.taken_within(line, input.reads == Reads::yes ? kMostUntaken : kMostUnread);
}

void NativeController::was_read(const qemu::TraceRecord& record) {
  const std::uint32_t offset = record.registers[0].offset;
  if (offset > type_.input_register) return;
  for (std::uint16_t i = 0; i < line_count(); ++i) {
    Input& input = inputs_[i];
    if ((offset >> 2U >> i & 1U) == 0) continue;
    if (input.step != Step::cleared) continue;
    input.reads = Reads::yes;
    take(LineOffset{i});
  }
}

/// The guest is done with the line's last level, or will never be: it was given before a reset, or
/// to a line that is an output now.
void NativeController::take(LineOffset line) {
  inputs_[line.value()].step = Step::none;
  lines_.taken(line);
}

void NativeController::drives(std::uint32_t number, bool level) {
  const auto line = line_of_output(number);
  if (!line) return;
  registers_.drives(*line, level);
  settle();
}

std::optional<LineOffset> NativeController::line_of_output(std::uint32_t number) const {
  if (type_.input != controllers::InputBy::property) {
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
  for (std::uint16_t i = 0; i < line_count(); ++i) take(LineOffset{i});
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
  registers_.tell_changes([this](LineOffset line, controllers::LineState state) {
    if (line.value() >= line_count()) return;
    if (state.drives) {
      inputs_[line.value()].waiting = false;
      take(line);
      if (type_.releases && inputs_[line.value()].sent) send(line, qemu::InputLevel::released);
      lines_.drive(line, state.level);
      return;
    }
    if (state.pull) {
      lines_.pull(line, *state.pull);
    } else {
      lines_.release(line);
    }
    // While it was an output, the controller accepted no level.
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
  if (holding_ || qtest_.unanswered() + qmp_.unanswered() >= kMostUnanswered) {
    holding_ = input.waiting = true;
    return;
  }
  send(line, *level);
}

/// Nothing if the guest should not be given a level.
std::optional<qemu::InputLevel> NativeController::input_level(LineOffset line) const {
  if (registers_.state(line).drives) return std::nullopt;
  // QEMU aborts at a number that the device does not have.
  if (type_.input == controllers::InputBy::irq && line.value() >= device_.inputs)
    return std::nullopt;
  // An unwired line is the machine's own, such as the power key. A floating line is left to QEMU's
  // model: some apply the guest's pull at once, and some use the level of an input as the first
  // level of an output.
  if (!lines_.is_wired(line) || lines_.floats(line)) {
    const bool given = type_.releases && inputs_[line.value()].sent.has_value();
    return given ? std::optional(qemu::InputLevel::released) : std::nullopt;
  }
  return lines_.last_level(line) ? qemu::InputLevel::high : qemu::InputLevel::low;
}

void NativeController::send(LineOffset line, qemu::InputLevel level) {
  Input& input = inputs_[line.value()];
  if (input.sent == level) return;
  input.sent = level;
  input.waiting = false;
  switch (type_.input) {
    case controllers::InputBy::irq:
      return qtest_.set_input(path_, line, level);
    case controllers::InputBy::property:
      return set_property(line, level);
    case controllers::InputBy::set_clear:
      return write_set_clear(line, level);
  }
}

void NativeController::set_property(LineOffset line, qemu::InputLevel level) {
  if (properties_[line.value()].empty()) return;
  qmp_.execute("qom-set",
               {{"path", device_.path},
                {"property", properties_[line.value()]},
                {"value", level == qemu::InputLevel::high}},
               {});
}

void NativeController::write_set_clear(LineOffset line, qemu::InputLevel level) {
  constexpr unsigned kLinesARegister = 32;
  const std::uint64_t first =
      level == qemu::InputLevel::high ? type_.set_register : type_.clear_register;
  qtest_.write(device_.address + first +
                   std::uint64_t{line.value() / kLinesARegister} * type_.register_bytes,
               type_.register_bytes, 1U << line.value() % kLinesARegister);
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

boost::asio::awaitable<void> NativeController::catch_up(Turn turn) {
  // A guest that resets all the time has one question asked and not hundreds: a reset counts as a
  // write.
  if (std::exchange(tries_left_, kMostTriesToCatchUp) != 0) co_return;
  while (tries_left_ > 0) {
    const auto read = std::make_shared<controllers::LineRegisters>(registers_);
    const std::uint64_t before = writes_;
    if (!reader_.empty()) co_await registers_into(read);
    turn([&] {
      --tries_left_;
      if (writes_ != before) return;
      tries_left_ = 0;
      registers_.take_all(*read);
      settle();
    });
  }
}

boost::asio::awaitable<bool> NativeController::registers_into(
    std::shared_ptr<controllers::LineRegisters> read) {
  return completion_of<bool>([this, read](const std::function<void(bool)>& done) {
    reader_.read([read](std::uint32_t offset, std::uint64_t value) { read->take(offset, value); },
                 [done] { done(true); });
  });
}

}  // namespace pinbridge::native_gpio

#include "links/ivshmem/gpio_registers.hpp"

#include <atomic>
#include <utility>

#include "base/check.hpp"

namespace pinbridge::ivshmem {
namespace {

constexpr int kMostAttempts = 100;
constexpr std::uint32_t kMasked = (1U << GpioRegisters::kLinesWithMasks) - 1U;

constexpr std::uint32_t bit(std::uint16_t line) {
  return std::uint32_t{1} << line;
}

}  // namespace

GpioRegisters::GpioRegisters(GpioLines& lines, Memory memory, std::function<void()> ring)
    : lines_(lines), memory_(memory), ring_(std::move(ring)) {
  PB_CHECK(lines.count() == kLines);
  for (std::uint16_t i = 0; i < kLines; ++i) {
    const LineOffset line(i);
    if (lines_.is_wired(line) && lines_.last_level(line)) inputs_ |= bit(i);
  }
  replace_data(~0U, inputs_);
  lines_.listen([this](LineOffset line, bool level) { on_level(line, level); });
}

GpioRegisters::~GpioRegisters() {
  lines_.listen({});
  for (std::uint16_t i = 0; i < kLines; ++i) {
    if ((enabled_ & bit(i)) != 0) lines_.release(LineOffset(i));
  }
}

std::uint32_t GpioRegisters::load(Register index) const {
  return std::atomic_ref(memory_[index]).load();
}

bool GpioRegisters::needs_poll() const {
  const std::uint32_t enabled = load(out_enable);
  const std::uint32_t levels = load(data);
  return overwritten_ != 0 || enabled != enabled_ || ((levels ^ levels_) & enabled) != 0 ||
         ((levels ^ inputs_) & ~enabled) != 0 || load(irq_end) != 0 || load(irq_status) != 0;
}

void GpioRegisters::poll() {
  take_ends();
  // In this order: the level of an output was written before it was enabled.
  const std::uint32_t enabled = load(out_enable);
  const std::uint32_t levels = load(data);
  take_outputs(enabled, levels);
  assert_inputs(levels);
  age_interrupts();
}

void GpioRegisters::take_ends() {
  const std::uint32_t ended = std::atomic_ref(memory_[irq_end]).exchange(0);
  if (ended == 0) return;
  std::atomic_ref(memory_[irq_status]).fetch_and(~ended);
  polls_unhandled_ = 0;
}

void GpioRegisters::take_outputs(std::uint32_t enabled, std::uint32_t levels) {
  const std::uint32_t before = std::exchange(enabled_, enabled);
  const std::uint32_t changed = (before ^ enabled) | ((levels ^ levels_) & enabled);
  levels_ = levels;
  for (std::uint16_t i = 0; i < kLines; ++i) {
    if ((changed & bit(i)) == 0) continue;
    const LineOffset line(i);
    if ((enabled & bit(i)) != 0) {
      lines_.drive(line, (levels & bit(i)) != 0);
    } else {
      lines_.release(line);
    }
  }
  replace_data(before & ~enabled, inputs_);
}

void GpioRegisters::assert_inputs(std::uint32_t levels) {
  const std::uint32_t overwritten = (levels ^ inputs_) & ~enabled_;
  const std::uint32_t twice = overwritten & overwritten_;
  replace_data(twice, inputs_);
  overwritten_ = overwritten & ~twice;
}

/// Does not undo what the guest writes to the other bits at the same time.
void GpioRegisters::replace_data(std::uint32_t mask, std::uint32_t levels) {
  if (mask == 0) return;
  const std::atomic_ref word(memory_[data]);
  std::uint32_t before = word.load();
  // A guest that writes without pause prevents it: the next poll tries again.
  for (int i = 0; i < kMostAttempts; ++i) {
    if (word.compare_exchange_weak(before, (before & ~mask) | (levels & mask))) return;
  }
}

void GpioRegisters::age_interrupts() {
  const std::uint32_t status = load(irq_status);
  for (std::uint16_t i = kLinesWithMasks; i < kLines; ++i) {
    if ((status & bit(i)) == 0 || ++status_age_[i] < kPollsOfStatus) continue;
    std::atomic_ref(memory_[irq_status]).fetch_and(~bit(i));
  }
  if ((status & kMasked) == 0) {
    polls_unhandled_ = 0;
  } else if (!interrupt_is_overdue()) {
    ++polls_unhandled_;
  }
}

void GpioRegisters::on_level(LineOffset line, bool level) {
  const std::uint32_t mask = bit(line.value());
  inputs_ = level ? inputs_ | mask : inputs_ & ~mask;
  if ((load(out_enable) & mask) != 0) return;
  replace_data(mask, inputs_);
  overwritten_ &= ~mask;
  interrupt(line, level);
}

void GpioRegisters::interrupt(LineOffset line, bool level) {
  const std::uint32_t mask = bit(line.value());
  const bool has_masks = line.value() < kLinesWithMasks;
  if ((load(level ? irq_rising : irq_falling) & mask) == 0) return;
  if (has_masks && (load(irq_enable) & mask) == 0) return;
  const std::uint32_t before = std::atomic_ref(memory_[irq_status]).fetch_or(mask);
  if (has_masks && (before & mask) != 0) lines_.edge_merged(line);
  status_age_[line.value()] = 0;
  ring_();
}

}  // namespace pinbridge::ivshmem

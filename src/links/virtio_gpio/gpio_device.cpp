#include "links/virtio_gpio/gpio_device.hpp"

#include <array>
#include <utility>

#include "base/check.hpp"
#include "links/virtio_gpio/names_block.hpp"
#include "loop/barrier.hpp"
#include "virtio/feature_bits.hpp"

namespace pinbridge::virtio_gpio {
namespace {

/// Buffers handled at one go, so that others are served in between.
constexpr std::size_t kBatch = 128;

std::array<std::byte, 2> response(std::uint8_t status, std::uint8_t value) {
  return {std::byte{status}, std::byte{value}};
}

std::string names_of(const GpioLines& lines) {
  auto names = lines.names();
  names.resize(lines.count());
  return names_block(names);
}

}  // namespace

GpioDevice::GpioDevice(GpioLines& lines) : GpioDevice(lines, Options()) {}

GpioDevice::GpioDevice(GpioLines& lines, Options options)
    : lines_(lines), options_(options), names_(names_of(lines)), states_(lines.count()) {
  PB_CHECK(lines.count() > 0);
  config_.ngpio = lines.count();
  config_.gpio_names_size = static_cast<std::uint32_t>(names_.size());
  lines_.listen([this](LineOffset offset, bool level) { on_level(offset, level); });
}

GpioDevice::~GpioDevice() {
  lines_.listen({});
  reset();
}

std::uint64_t GpioDevice::features() const {
  return options_.interrupts ? virtio::bit(wire::VIRTIO_GPIO_F_IRQ) : 0;
}

std::span<const std::byte> GpioDevice::config() const {
  return std::as_bytes(std::span(&config_, 1));
}

void GpioDevice::negotiated(std::uint64_t features) {
  interrupts_ = (features & this->features()) != 0;
}

void GpioDevice::queue_started(unsigned index, virtio::Queue& queue) {
  if (index == wire::kEventQueue) {
    events_ = &queue;
  } else {
    requests_ = &queue;
    drive_outputs();
  }
}

void GpioDevice::queue_stopping(unsigned index) {
  if (index == wire::kEventQueue) {
    for (Line& state : states_) give_back(state.interrupt.take_buffer());
    events_ = nullptr;
  } else {
    // The outputs stay: a machine that is paused stops its queues too.
    requests_ = nullptr;
  }
}

void GpioDevice::reset() {
  requests_ = nullptr;
  events_ = nullptr;
  fault_.reset();
  release_outputs();
  states_.assign(states_.size(), Line());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    lines_.taken(LineOffset(static_cast<std::uint16_t>(i)));
  }
}

Result<void> GpioDevice::process(unsigned index) {
  if (fault_) return *std::exchange(fault_, std::nullopt);
  if (index == wire::kEventQueue) return process_events(kBatch);
  return process_requests();
}

Result<void> GpioDevice::process_requests() {
  bool any = false;
  events_taken_ = 0;
  for (std::size_t i = 0; i + events_taken_ < kBatch && requests_ != nullptr; ++i) {
    const auto chain = requests_->pop();
    if (!chain) return chain.error();
    if (!*chain) break;
    // An answer comes whatever happens: a driver waits for it without a time-out.
    std::uint32_t written = 0;
    if (!guarded("request of a guest", [&] { written = answer(**chain); })) {
      written = answer_failure(**chain);
    }
    requests_->push((*chain)->head, written);
    any = true;
    if (requests_->should_yield()) break;
  }
  if (any) requests_->notify();
  if (fault_) return *std::exchange(fault_, std::nullopt);
  return {};
}

/// Returns how many bytes of answer it wrote.
std::uint32_t GpioDevice::answer(const virtio::Chain& chain) {
  wire::virtio_gpio_request request{};
  const bool fits = virtio::size_of(chain.readable) == sizeof request &&
                    virtio::size_of(chain.writable) >= sizeof(wire::virtio_gpio_response);
  Answer value;
  if (fits) {
    virtio::copy_out(chain.readable, std::as_writable_bytes(std::span(&request, 1)));
    if (request.type == wire::VIRTIO_GPIO_MSG_GET_LINE_NAMES) return answer_names(chain);
    value = execute(request);
  }
  const auto status = value ? wire::VIRTIO_GPIO_STATUS_OK : wire::VIRTIO_GPIO_STATUS_ERR;
  const auto bytes = response(status, value.value_or(0));
  return static_cast<std::uint32_t>(virtio::copy_in(chain.writable, 0, bytes));
}

std::uint32_t GpioDevice::answer_failure(const virtio::Chain& chain) {
  const auto bytes = response(wire::VIRTIO_GPIO_STATUS_ERR, 0);
  return static_cast<std::uint32_t>(virtio::copy_in(chain.writable, 0, bytes));
}

std::uint32_t GpioDevice::answer_names(const virtio::Chain& chain) const {
  const std::size_t length = 1 + names_.size();
  if (names_.empty() || virtio::size_of(chain.writable) < length) return answer_failure(chain);
  const std::byte ok{wire::VIRTIO_GPIO_STATUS_OK};
  virtio::copy_in(chain.writable, 0, std::span(&ok, 1));
  virtio::copy_in(chain.writable, 1, std::as_bytes(std::span(names_)));
  return static_cast<std::uint32_t>(length);
}

GpioDevice::Answer GpioDevice::execute(const wire::virtio_gpio_request& request) {
  if (request.gpio >= states_.size()) return std::nullopt;
  const LineOffset offset(request.gpio);
  switch (request.type) {
    case wire::VIRTIO_GPIO_MSG_GET_DIRECTION:
      return line(offset).direction;
    case wire::VIRTIO_GPIO_MSG_SET_DIRECTION:
      return set_direction(offset, request.value);
    case wire::VIRTIO_GPIO_MSG_GET_VALUE:
      return lines_.read(offset) ? std::uint8_t{1} : std::uint8_t{0};
    case wire::VIRTIO_GPIO_MSG_SET_VALUE:
      return set_value(offset, request.value);
    case wire::VIRTIO_GPIO_MSG_SET_IRQ_TYPE:
      return set_trigger(offset, request.value);
    default:
      return std::nullopt;
  }
}

GpioDevice::Answer GpioDevice::set_direction(LineOffset offset, std::uint32_t direction) {
  Line& state = line(offset);
  switch (direction) {
    case wire::VIRTIO_GPIO_DIRECTION_OUT:
      state.direction = wire::VIRTIO_GPIO_DIRECTION_OUT;
      lines_.drive(offset, state.value);
      return 0;
    case wire::VIRTIO_GPIO_DIRECTION_IN:
      state.direction = wire::VIRTIO_GPIO_DIRECTION_IN;
      lines_.release(offset);
      return 0;
    case wire::VIRTIO_GPIO_DIRECTION_NONE:
      give_back(state.interrupt.take_buffer());
      state = Line();
      lines_.release(offset);
      lines_.taken(offset);
      return 0;
    default:
      return std::nullopt;
  }
}

GpioDevice::Answer GpioDevice::set_value(LineOffset offset, std::uint32_t value) {
  if (value > 1) return std::nullopt;
  Line& state = line(offset);
  state.value = value != 0;
  if (state.direction == wire::VIRTIO_GPIO_DIRECTION_OUT) lines_.drive(offset, state.value);
  return 0;
}

GpioDevice::Answer GpioDevice::set_trigger(LineOffset offset, std::uint32_t number) {
  const auto trigger = trigger_from(number);
  if (!interrupts_ || !trigger) return std::nullopt;
  // A buffer that was queued before this request precedes it: it must be returned, INVALID, before
  // the driver receives the response. A driver queues one buffer a line.
  if (const auto taken = process_events(states_.size()); !taken) fault_ = taken.error();
  give_back(line(offset).interrupt.set_trigger(*trigger, lines_.last_level(offset)));
  go_on_if_taken(offset);
  return 0;
}

void GpioDevice::on_level(LineOffset offset, bool level) {
  LineInterrupt& interrupt = line(offset).interrupt;
  const std::uint64_t merged = interrupt.merged();
  give_back(interrupt.level_changed(level));
  if (interrupt.merged() != merged) lines_.edge_merged(offset);
  if (interrupt.has_untaken_edge()) lines_.hold(offset, std::nullopt);
}

void GpioDevice::go_on_if_taken(LineOffset offset) {
  if (!line(offset).interrupt.has_untaken_edge()) lines_.taken(offset);
}

Result<void> GpioDevice::process_events(std::size_t most) {
  for (std::size_t i = 0; i < most && events_ != nullptr; ++i) {
    const auto chain = events_->pop();
    if (!chain) return chain.error();
    if (!*chain) break;
    ++events_taken_;
    take_event_buffer(**chain);
  }
  return {};
}

/// A buffer that is unusable or invalid is returned at once.
void GpioDevice::take_event_buffer(const virtio::Chain& chain) {
  wire::virtio_gpio_irq_request request{};
  virtio::copy_out(chain.readable, std::as_writable_bytes(std::span(&request, 1)));
  if (virtio::size_of(chain.readable) != sizeof request || chain.writable.empty() ||
      request.gpio >= states_.size()) {
    return give_back(LineInterrupt::Return{chain.head, false});
  }
  const LineOffset offset(request.gpio);
  give_back(line(offset).interrupt.buffer_came(chain.head, lines_.last_level(offset)));
  go_on_if_taken(offset);
}

void GpioDevice::give_back(const std::optional<LineInterrupt::Return>& taken) {
  if (!taken || events_ == nullptr) return;
  const auto chain = events_->reopen(taken->buffer);
  if (!chain) {
    fault_ = chain.error();
    return;
  }
  write_event(*chain, taken->valid);
}

void GpioDevice::write_event(const virtio::Chain& chain, bool valid) {
  const std::byte status{valid ? wire::VIRTIO_GPIO_IRQ_STATUS_VALID
                               : wire::VIRTIO_GPIO_IRQ_STATUS_INVALID};
  const auto written = virtio::copy_in(chain.writable, 0, std::span(&status, 1));
  events_->push(chain.head, static_cast<std::uint32_t>(written));
  events_->notify();
}

void GpioDevice::drive_outputs() {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i].direction != wire::VIRTIO_GPIO_DIRECTION_OUT) continue;
    lines_.drive(LineOffset(static_cast<std::uint16_t>(i)), states_[i].value);
  }
}

void GpioDevice::release_outputs() {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i].direction != wire::VIRTIO_GPIO_DIRECTION_OUT) continue;
    lines_.release(LineOffset(static_cast<std::uint16_t>(i)));
  }
}

}  // namespace pinbridge::virtio_gpio

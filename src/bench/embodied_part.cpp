#include "bench/embodied_part.hpp"

#include <algorithm>

namespace pinbridge {

bool EmbodiedPart::embody(Program& program) {
  if (program_ != nullptr && program_ != &program) return false;
  program_ = &program;
  return true;
}

void EmbodiedPart::leave() {
  program_ = nullptr;
  for (std::uint32_t i = 0; i < drives_.size(); ++i) host().drive(PinIndex{i}, kNoDrive);
  drives_.clear();
  if (shows_.empty()) return;
  shows_.clear();
  news_.tell(host());
}

void EmbodiedPart::drive(PinIndex pin, Drive drive) {
  if (pin.value() >= drives_.size()) drives_.resize(pin.value() + 1);
  drives_[pin.value()] = drive;
  host().drive(pin, drive);
}

void EmbodiedPart::show(const std::vector<ControlState>& values) {
  for (const ControlState& value : values) {
    const auto have = std::ranges::find(shows_, value.name, &ControlState::name);
    if (have == shows_.end()) {
      if (!is_removal(value)) shows_.push_back(value);
    } else if (is_removal(value)) {
      shows_.erase(have);
    } else {
      have->value = value.value;
    }
  }
  news_.tell(host());
}

bool EmbodiedPart::is_removal(const ControlState& value) {
  const auto* text = std::get_if<std::string>(&value.value);
  return text != nullptr && text->empty();
}

void EmbodiedPart::sensed(PinIndex pin, Signal signal) {
  if (program_ != nullptr) program_->pin_sensed(*this, pin, signal.level, host().now());
}

void EmbodiedPart::notify_control(std::string_view name, const ControlValue& value) {
  if (program_ != nullptr) program_->control_set(*this, name, value, host().now());
}

void EmbodiedPart::placed() {
  for (std::uint32_t i = 0; i < drives_.size(); ++i) host().drive(PinIndex{i}, drives_[i]);
}

}  // namespace pinbridge

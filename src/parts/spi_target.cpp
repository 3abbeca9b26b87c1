#include "parts/spi_target.hpp"

namespace pinbridge::parts {
namespace {

constexpr int kBits = 8;

}  // namespace

void SpiTarget::follow(bool selected, bool clock, bool data_in) {
  const bool moved = clock != clock_;
  clock_ = clock;
  if (selected != selected_) {
    selected_ = selected;
    if (selected) {
      select();
    } else {
      device_.spi_released();
    }
    return;
  }
  if (!selected || !moved) return;
  const bool reads_rising = mode_ == SpiMode::mode0 || mode_ == SpiMode::mode3;
  if (clock == reads_rising) {
    sample(data_in);
  } else {
    present();
  }
}

void SpiTarget::select() {
  bits_ = 0;
  in_ = 0;
  out_ = device_.spi_selected();
  // In modes 1 and 3 the first edge presents it; presenting it earlier is harmless.
  present();
}

void SpiTarget::sample(bool bit) {
  in_ = static_cast<std::uint8_t>(in_ << 1U | (bit ? 1U : 0U));
  if (++bits_ < kBits) return;
  out_ = device_.spi_exchange(in_);
  bits_ = 0;
  in_ = 0;
}

void SpiTarget::present() {
  data_out_ = ((out_ >> (kBits - 1 - bits_)) & 1U) != 0;
}

void SpiPort::settle(const PartHost& host) {
  host_ = host;
  follow();
}

void SpiPort::sensed(PinIndex pin) {
  if (pin == pins_.select || pin == pins_.clock || pin == pins_.in) follow();
}

void SpiPort::follow() {
  const bool selected = host_.signal(pins_.select).level == Level::low;
  const auto is_high = [&](PinIndex pin) { return host_.signal(pin).level == Level::high; };
  target_.follow(selected, is_high(pins_.clock), is_high(pins_.in));
  host_.drive(pins_.out, selected && answers_ ? strong(target_.data_out()) : kNoDrive);
}

}  // namespace pinbridge::parts

#include "parts/microsd_card.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include "bench/paced_news.hpp"
#include "parts/sd_card.hpp"
#include "parts/sd_storage.hpp"
#include "parts/spi_target.hpp"
#include "parts/switch_control.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kDetect{0};
constexpr PinIndex kOut{1};
constexpr PinIndex kGround{2};
constexpr PinIndex kSelect{6};
constexpr SpiPins kSpi{.select = kSelect, .clock = PinIndex{3}, .in = PinIndex{5}, .out = kOut};

constexpr std::string_view kCard = "card";
constexpr std::int64_t kUsualMegabytes = 8;
constexpr std::int64_t kMostMegabytes = 64;
constexpr std::uint32_t kBlocksOfAMegabyte = 2048;

constexpr Duration kNewsWindow = std::chrono::milliseconds(100);

class MicroSdCard : public Part {
 public:
  explicit MicroSdCard(std::uint32_t megabytes) : storage_(megabytes * kBlocksOfAMegabyte) {
    format_card(storage_);
  }

  Layout layout() const override {
    return {.pins = {"CD",
                     "DO",
                     "GND",
                     {"SCK", PinRole::input},
                     "VCC",
                     {"DI", PinRole::input},
                     {"CS", PinRole::input}},
            .contacts = {{kDetect, kGround}}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override {
    if (is_in_) port_.sensed(pin);
  }
  void settled() override { port_.settle(host()); }

  std::vector<ControlState> controls() const override {
    return {{std::string(kCard), is_in_ ? 1 : 0}};
  }
  std::vector<ControlState> shows() const override {
    return {{"read", static_cast<std::int64_t>(card_.blocks_read())},
            {"written", static_cast<std::int64_t>(card_.blocks_written())}};
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != kCard) return Part::control(name, value);
    const auto in = parse_position(name, value);
    if (!in) return in.error();
    if (*in == is_in_) return {};
    is_in_ = *in;
    card_.power_off();
    apply();
    host().state_changed();
    return {};
  }

 protected:
  void placed() override { host().set_contact(0, !is_in_); }

 private:
  void apply() {
    host().set_contact(0, !is_in_);
    port_.set_answers(is_in_);
    port_.settle(host());
  }

  SdStorage storage_;
  PacedNews news_{kNewsWindow};
  SdCard card_{storage_, [this] { news_.tell(host()); }};
  SpiPort port_{kSpi, card_};
  bool is_in_ = true;
};

}  // namespace

PartType microsd_card_type() {
  return {
      .name = "wokwi-microsd-card",
      .summary = "Memory card on SPI, with an empty FAT16 file system",
      .attributes = {{"megabytes", std::to_string(kUsualMegabytes),
                      "its capacity, 8 to 64; the content is kept in memory"}},
      .controls = {{std::string(kCard), "0 or 1",
                    "1 while the card is in its socket; CD is connected to GND while it is not"}},
      .make = [](Attributes& attributes) {
        return std::make_unique<MicroSdCard>(static_cast<std::uint32_t>(
            attributes.integer("megabytes", kUsualMegabytes, kMostMegabytes, kUsualMegabytes)));
      }};
}

}  // namespace pinbridge::parts

#include "parts/ds1307.hpp"

#include <chrono>
#include <cstdint>

#include "parts/ds1307_clock.hpp"
#include "parts/i2c_target.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kSda{2};
constexpr PinIndex kScl{3};
constexpr PinIndex kSqw{4};
constexpr std::uint8_t kAddress = 0x68;

constexpr CivilTime kZero = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);

class Ds1307 : public Part, private I2cDevice {
 public:
  explicit Ds1307(CivilTime start) : start_(start), port_(kScl, kSda, kAddress, *this) {}

  Layout layout() const override {
    return {.pins = {"GND",
                     "5V",
                     I2cPort::pin("SDA"),
                     I2cPort::pin("SCL"),
                     {"SQW", PinRole::passive, pull(true)}}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override { port_.sensed(pin); }

 protected:
  void placed() override {
    if (!clock_) clock_.emplace(start_, host().now());
    port_.place(host());
    apply_square_wave();
  }

 private:
  void i2c_started(bool reads) override {
    clock_->commit(host().now());
    takes_address_ = !reads;
    // The time that is read does not move on during a read.
    read_at_ = host().now();
  }

  bool i2c_write(std::uint8_t byte) override {
    if (takes_address_) {
      address_ = byte % Ds1307Clock::kSize;
      takes_address_ = false;
      return true;
    }
    const std::uint8_t before = clock_->control();
    clock_->write(next(), byte, host().now());
    if (clock_->control() != before) apply_square_wave();
    return true;
  }
  std::uint8_t i2c_read() override { return clock_->read(next(), read_at_); }
  void i2c_stopped() override { clock_->commit(host().now()); }

  std::size_t next() {
    const std::size_t address = address_;
    address_ = (address_ + 1) % Ds1307Clock::kSize;
    return address;
  }

  void apply_square_wave() {
    constexpr unsigned kLevel = 0x80;
    constexpr unsigned kWave = 0x10;
    constexpr std::array<std::int64_t, 4> kFrequencies{1, 4096, 8192, 32'768};
    timer_.stop();
    const unsigned control = clock_->control();
    const bool wave = (control & kWave) != 0;
    put(wave || (control & kLevel) != 0);
    if (!wave || !host().is_wired(kSqw)) return;
    frequency_ = kFrequencies[control & 3U];
    wave_began_ = host().now();
    halves_ = 0;
    await_half();
  }

  /// Each from the first, so that no rounding adds up.
  void await_half() {
    constexpr std::int64_t kSecond = 1'000'000'000;
    const Time next = wave_began_ + Duration((halves_ + 1) * kSecond / (2 * frequency_));
    timer_.start(host(), next - host().now(), [this] {
      ++halves_;
      put(halves_ % 2 == 0);
      if (halves_ == 2 * frequency_) {
        halves_ = 0;
        wave_began_ += std::chrono::seconds(1);
      }
      await_half();
    });
  }
  void put(bool high) { host().drive(kSqw, high ? pull(true) : strong(false)); }

  CivilTime start_;
  std::optional<Ds1307Clock> clock_;
  I2cPort port_;
  PartTimer timer_;
  Time read_at_;
  bool takes_address_ = false;
  std::size_t address_ = 0;
  std::int64_t frequency_ = 1;
  std::int64_t halves_ = 0;
  Time wave_began_;
};

CivilTime start_from(Attributes& attributes) {
  constexpr std::string_view kName = "initTime";
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto text = attributes.given(kName);
  if (!text || *text == "now") return now;
  if (*text == "0") return kZero;
  if (const auto time = parse_iso_time(*text)) return *time;
  attributes.problem(
      kName,
      fmt::format(R"("{}" is not "now", "0", or a time such as "2024-02-29T12:30:00Z")", *text));
  return now;
}

}  // namespace

PartType ds1307_type() {
  return {.name = "wokwi-ds1307",
          .summary = "Real-time clock with 56 bytes of memory, on I²C",
          .attributes = {{"initTime", "now",
                          "initial time: \"now\" (UTC), \"0\" (2000-01-01), or a time such as "
                          "\"2024-02-29T12:30:00Z\""}},
          .make = [](Attributes& attributes) {
            return std::make_unique<Ds1307>(start_from(attributes));
          }};
}

}  // namespace pinbridge::parts

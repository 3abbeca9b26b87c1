#include "parts/bmp180.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>

#include "parts/i2c_target.hpp"
#include "parts/sensor_part.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;

constexpr PinIndex kScl{3};
constexpr PinIndex kSda{4};
constexpr std::uint8_t kAddress = 0x77;

constexpr std::uint8_t kCalibration = 0xAA;
constexpr std::uint8_t kId = 0xD0;
constexpr std::uint8_t kReset = 0xE0;
constexpr std::uint8_t kControl = 0xF4;
constexpr std::uint8_t kResult = 0xF6;
constexpr unsigned kConverts = 0x20;

// The coefficients of the data sheet's example, and their names there.
constexpr std::int64_t AC1 = 408;
constexpr std::int64_t AC2 = -72;
constexpr std::int64_t AC3 = -14'383;
constexpr std::int64_t AC4 = 32'741;
constexpr std::int64_t AC5 = 32'757;
constexpr std::int64_t AC6 = 23'153;
constexpr std::int64_t B1 = 6190;
constexpr std::int64_t B2 = 4;
constexpr std::int64_t MB = -32'768;
constexpr std::int64_t MC = -8711;
constexpr std::int64_t MD = 2868;
constexpr std::array<std::int64_t, 11> kCoefficients{AC1, AC2, AC3, AC4, AC5, AC6,
                                                     B1,  B2,  MB,  MC,  MD};

std::int64_t b5_of(std::int64_t raw) {
  const std::int64_t x1 = (raw - AC6) * AC5 / 32'768;
  return x1 + MC * 2048 / (x1 + MD);
}

/// In tenths of a degree, as the data sheet computes it.
std::int64_t temperature_of(std::int64_t raw) {
  return (b5_of(raw) + 8) / 16;
}

/// In Pa, as the data sheet computes it.
std::int64_t pressure_of(std::int64_t raw, std::int64_t b5, int oversampling) {
  const std::int64_t b6 = b5 - 4000;
  const std::int64_t square = b6 * b6 / 4096;
  const std::int64_t x3 = B2 * square / 2048 + AC2 * b6 / 2048;
  const std::int64_t b3 = (((AC1 * 4 + x3) * (std::int64_t{1} << oversampling)) + 2) / 4;
  const std::int64_t y3 = (AC3 * b6 / 8192 + B1 * square / 65'536 + 2) / 4;
  const std::int64_t b4 = AC4 * (y3 + 32'768) / 32'768;
  const std::int64_t b7 = (raw - b3) * (50'000 >> oversampling);
  const std::int64_t p = b7 * 2 / b4;
  const std::int64_t x1 = (p / 256) * (p / 256) * 3038 / 65'536;
  return p + (x1 - 7357 * p / 65'536 + 3791) / 16;
}

/// The least number from which on a value that grows with it is at least `wanted`.
std::int64_t inverse(std::int64_t least, std::int64_t most, std::int64_t wanted,
                     const std::function<std::int64_t(std::int64_t)>& value_of) {
  while (least < most) {
    const std::int64_t middle = (least + most) / 2;
    if (value_of(middle) < wanted) {
      least = middle + 1;
    } else {
      most = middle;
    }
  }
  return least;
}

class Bmp180 : public SensorPart, private I2cDevice {
 public:
  Bmp180(DecimalControl temperature, DecimalControl pressure)
      : SensorPart(std::vector{temperature, pressure}), port_(kScl, kSda, kAddress, *this) {}

  Layout layout() const override {
    return {.pins = {"VCC", "3.3V", "GND", I2cPort::pin("SCL"), I2cPort::pin("SDA")}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override { port_.sensed(pin); }

 protected:
  void placed() override { port_.place(host()); }

 private:
  void i2c_started(bool reads) override { takes_address_ = !reads; }

  bool i2c_write(std::uint8_t byte) override {
    constexpr std::uint8_t kResets = 0xB6;
    if (takes_address_) {
      address_ = byte;
      takes_address_ = false;
    } else {
      if (address_ == kControl) convert(byte);
      if (address_ == kReset && byte == kResets) result_ = {};
      ++address_;
    }
    return true;
  }

  std::uint8_t i2c_read() override { return read(address_++); }

  std::uint8_t read(std::uint8_t address) const {
    constexpr std::uint8_t kChip = 0x55;
    if (address == kId) return kChip;
    if (address == kControl) return control_;
    const unsigned of_calibration = static_cast<std::uint8_t>(address - kCalibration);
    if (of_calibration < kCoefficients.size() * 2) {
      const auto word = static_cast<std::uint16_t>(kCoefficients[of_calibration / 2]);
      return static_cast<std::uint8_t>(of_calibration % 2 == 0 ? word >> 8U : word & 0xFFU);
    }
    const unsigned of_result = static_cast<std::uint8_t>(address - kResult);
    return of_result < result_.size() ? result_[of_result] : std::uint8_t{0};
  }

  void convert(std::uint8_t command) {
    constexpr std::array<int, 4> kPressureTimes{4500, 7500, 13'500, 25'500};
    constexpr unsigned kKind = 0x1F;
    constexpr unsigned kTemperature = 0x0E;
    constexpr unsigned kPressure = 0x14;
    control_ = command;
    const unsigned kind = command & kKind;
    if ((command & kConverts) == 0 || (kind != kTemperature && kind != kPressure)) return;
    const bool of_pressure = kind == kPressure;
    const int oversampling = of_pressure ? command >> 6U : 0;
    timer_.start(host(), microseconds(kPressureTimes[static_cast<std::size_t>(oversampling)]),
                 [this, of_pressure, oversampling] {
                   control_ = static_cast<std::uint8_t>(control_ & ~kConverts);
                   keep(of_pressure ? raw_pressure(oversampling) << (8 - oversampling)
                                    : raw_temperature() << 8);
                 });
  }

  /// In the upper 16 to 19 of 24 bits.
  void keep(std::int64_t raw) {
    for (std::size_t i = 0; i < result_.size(); ++i) {
      result_[i] = static_cast<std::uint8_t>(raw >> (16 - 8 * static_cast<int>(i)));
    }
  }

  /// Its steps are those of temperature_of().
  const DecimalControl& temperature() const { return quantity(0); }
  const DecimalControl& pressure() const { return quantity(1); }

  std::int64_t raw_temperature() const {
    // Below this the formula does not grow any more.
    constexpr std::int64_t kLeast = 21'000;
    return inverse(kLeast, 65'535, temperature().steps, temperature_of);
  }
  std::int64_t raw_pressure(int oversampling) const {
    const std::int64_t b5 = b5_of(raw_temperature());
    return inverse(0, (std::int64_t{1} << (16 + oversampling)) - 1, pressure().steps / 10,
                   [&](std::int64_t raw) { return pressure_of(raw, b5, oversampling); });
  }

  I2cPort port_;
  PartTimer timer_;
  bool takes_address_ = false;
  std::uint8_t address_ = 0;
  std::uint8_t control_ = 0;
  std::array<std::uint8_t, 3> result_{0x80};  ///< as after a reset
};

constexpr DecimalControl kTemperature{"temperature", -40, 85, 1, 240};
constexpr DecimalControl kPressure{"pressure", 30'000, 110'000, 1, 1'013'250};

}  // namespace

PartType bmp180_type() {
  return {.name = "board-bmp180",
          .summary = "Pressure and temperature sensor on I²C",
          .attributes = {{"temperature", "24", "initial temperature in °C"},
                         {"pressure", "101325", "initial pressure in Pa"}},
          .controls = {kTemperature.spec("temperature in °C"), kPressure.spec("pressure in Pa")},
          .make = [](Attributes& attributes) {
            DecimalControl temperature = kTemperature;
            DecimalControl pressure = kPressure;
            temperature.read(attributes);
            pressure.read(attributes);
            return std::make_unique<Bmp180>(temperature, pressure);
          }};
}

}  // namespace pinbridge::parts

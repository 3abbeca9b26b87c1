#include "parts/mpu6050.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "parts/i2c_target.hpp"
#include "parts/sensor_part.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kInt{0};
constexpr PinIndex kAd0{1};
constexpr PinIndex kSda{4};
constexpr PinIndex kScl{5};
constexpr std::uint8_t kAddress = 0x68;

constexpr std::uint8_t kGyroConfig = 0x1B;
constexpr std::uint8_t kAccelConfig = 0x1C;
constexpr std::uint8_t kFirstResult = 0x3B;
constexpr std::uint8_t kPower = 0x6B;
constexpr std::uint8_t kWhoAmI = 0x75;
constexpr std::size_t kRegisters = 0x80;
constexpr unsigned kAsleep = 0x40;
constexpr unsigned kDeviceReset = 0x80;

constexpr std::size_t kAxes = 3;
constexpr std::size_t kThermometer = 2 * kAxes;

/// Accelerations, rotations and the temperature, in the order of the controls.
using Controls = std::array<DecimalControl, 2 * kAxes + 1>;
constexpr Controls kControls{{{"accelX", -16, 16, 3, 0},
                              {"accelY", -16, 16, 3, 0},
                              {"accelZ", -16, 16, 3, 1000},
                              {"rotationX", -2000, 2000, 2, 0},
                              {"rotationY", -2000, 2000, 2, 0},
                              {"rotationZ", -2000, 2000, 2, 0},
                              {"temperature", -40, 85, 2, 2400}}};

class Mpu6050 : public SensorPart, private I2cDevice {
 public:
  explicit Mpu6050(const Controls& controls)
      : SensorPart(std::vector(controls.begin(), controls.end())) {
    reset();
  }

  Layout layout() const override {
    return {.pins = {{"INT", PinRole::output},
                     {"AD0", PinRole::passive, pull(false)},
                     "XCL",
                     "XDA",
                     I2cPort::pin("SDA"),
                     I2cPort::pin("SCL"),
                     "GND",
                     "VCC"}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override {
    if (pin == kAd0) follow_address();
    port_.sensed(pin);
  }
  void settled() override { follow_address(); }

 protected:
  void placed() override {
    host().drive(kInt, strong(false));
    host().drive(kAd0, pull(false));
    port_.place(host());
  }

 private:
  void follow_address() {
    const bool high = host().signal(kAd0).level == Level::high;
    port_.set_address(static_cast<std::uint8_t>(kAddress + (high ? 1 : 0)));
  }

  void i2c_started(bool reads) override {
    takes_address_ = !reads;
    if (reads) measure();
  }
  bool i2c_write(std::uint8_t byte) override {
    if (takes_address_) {
      address_ = byte % kRegisters;
      takes_address_ = false;
      return true;
    }
    write(next(), byte);
    return true;
  }
  std::uint8_t i2c_read() override { return registers_[next()]; }

  std::size_t next() {
    const std::size_t address = address_;
    address_ = (address_ + 1) % kRegisters;
    return address;
  }

  void write(std::size_t address, std::uint8_t byte) {
    constexpr std::size_t kLastResult = 0x60;
    if (address == kPower && (byte & kDeviceReset) != 0) return reset();
    if (address != kWhoAmI && (address < kFirstResult || address > kLastResult)) {
      registers_[address] = byte;
    }
  }
  void reset() {
    registers_ = {};
    registers_[kPower] = kAsleep;
    registers_[kWhoAmI] = kAddress;
  }

  /// Each read finds all values of one moment.
  void measure() {
    constexpr double kOfAG = 16'384;
    constexpr double kOfADegreeASecond = 131;
    if ((registers_[kPower] & kAsleep) != 0) return;
    const auto range = [&](std::uint8_t config) { return (registers_[config] >> 3U) & 3U; };
    const double accel = kOfAG / (1U << range(kAccelConfig));
    const double gyro = kOfADegreeASecond / (1U << range(kGyroConfig));
    std::size_t place = kFirstResult;
    for (std::size_t i = 0; i < kAxes; ++i) put(place, quantity(i).value() * accel);
    put(place, (quantity(kThermometer).value() - 36.53) * 340);
    for (std::size_t i = kAxes; i < kThermometer; ++i) put(place, quantity(i).value() * gyro);
  }
  void put(std::size_t& place, double value) {
    const auto word = static_cast<std::uint16_t>(std::clamp(std::lround(value), -32'768L, 32'767L));
    registers_[place++] = static_cast<std::uint8_t>(word >> 8U);
    registers_[place++] = static_cast<std::uint8_t>(word & 0xFFU);
  }

  I2cPort port_{kScl, kSda, kAddress, *this};
  std::array<std::uint8_t, kRegisters> registers_{};
  bool takes_address_ = false;
  std::size_t address_ = 0;
};

}  // namespace

PartType mpu6050_type() {
  const std::array<const char*, 7> units{
      "g", "g", "g", "degrees a second", "degrees a second", "degrees a second", "°C"};
  PartType type{.name = "wokwi-mpu6050",
                .summary = "Accelerometer, gyroscope and thermometer on I²C"};
  for (std::size_t i = 0; i < kControls.size(); ++i) {
    const DecimalControl& each = kControls[i];
    type.attributes.push_back({std::string(each.name), to_string(each.state().value),
                               fmt::format("initial {} in {}", each.name, units[i])});
    type.controls.push_back(each.spec(fmt::format("in {}", units[i])));
  }
  type.make = [](Attributes& attributes) {
    Controls controls = kControls;
    for (DecimalControl& each : controls) each.read(attributes);
    return std::make_unique<Mpu6050>(controls);
  };
  return type;
}

}  // namespace pinbridge::parts

#include "parts/stepper.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "bench/paced_news.hpp"

namespace pinbridge::parts {
namespace {

constexpr int kPhases = 8;  ///< half steps of a whole cycle of the coils
constexpr Duration kNewsWindow = std::chrono::milliseconds(20);

/// The currents of both coils in each phase: 1 forward, -1 backward, 0 none.
struct Currents {
  int a;
  int b;

  friend bool operator==(const Currents&, const Currents&) = default;
};
constexpr std::array<Currents, kPhases> kCycle{
    {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

std::optional<int> phase_of(Currents currents) {
  for (int phase = 0; phase < kPhases; ++phase) {
    if (kCycle[static_cast<std::size_t>(phase)] == currents) return phase;
  }
  return std::nullopt;
}

/// The remainder that is never negative.
std::int64_t modulo(std::int64_t number, std::int64_t divisor) {
  return ((number % divisor) + divisor) % divisor;
}

class StepperMotor : public Part {
 public:
  Layout layout() const override { return {.pins = {"A-", "A+", "B+", "B-"}}; }
  bool senses() const override { return true; }
  void sensed(PinIndex, Signal) override { follow(); }

  std::vector<ControlState> shows() const override {
    constexpr std::int64_t kHalfStepsOfATurn = 400;
    constexpr std::int64_t kDegrees = 360;
    return {{"steps", steps_},
            {"angle", modulo(steps_, kHalfStepsOfATurn) * kDegrees / kHalfStepsOfATurn}};
  }

 protected:
  void placed() override { follow(); }

 private:
  int level(std::uint32_t pin) const {
    return host().signal(PinIndex{pin}).level == Level::high ? 1 : 0;
  }

  void follow() {
    const auto phase = phase_of({level(1) - level(0), level(2) - level(3)});
    // Without a current it stays where it is.
    if (!phase) return;
    if (!phase_) phase_ = phase;
    constexpr int kOpposite = kPhases / 2;
    const auto moved = static_cast<int>(modulo(*phase - *phase_, kPhases));
    phase_ = phase;
    // To the opposite phase it could go either way: it only hums.
    if (moved == 0 || moved == kOpposite) return;
    steps_ += moved < kOpposite ? moved : moved - kPhases;
    news_.tell(host());
  }

  std::optional<int> phase_;  ///< unset until there is a current
  std::int64_t steps_ = 0;
  PacedNews news_{kNewsWindow};
};

// Both modules have these in the same order.
constexpr PinIndex kEnable{0};
constexpr PinIndex kMode0{1};
constexpr PinIndex kMode1{2};
constexpr PinIndex kMode2{3};
constexpr PinIndex kReset{4};
constexpr PinIndex kSleep{5};
constexpr PinIndex kStep{6};
constexpr PinIndex kDir{7};

/// The ends of the motor's coils.
struct Outputs {
  PinIndex first_plus;
  PinIndex first_minus;
  PinIndex second_plus;
  PinIndex second_minus;
};

/// What a kind of driver differs in.
struct DriverKind {
  Layout layout;
  Outputs outputs;
  int parts_of_a_step;       ///< the unit of its position
  std::array<int, 8> sizes;  ///< of a step in each mode, in that unit; mode 0 is the lowest bit
};

class StepDriver : public Part {
 public:
  explicit StepDriver(DriverKind kind) : kind_(std::move(kind)) {}

  Layout layout() const override { return kind_.layout; }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin == kStep && is_definite(signal.level)) {
      const bool high = signal.level == Level::high;
      if (high && !step_) move();
      step_ = high;
    }
    drive();
  }

  std::vector<ControlState> shows() const override { return {{"position", position_}}; }

 protected:
  void placed() override {
    for (std::uint32_t i = 0; i < kind_.layout.pins.size(); ++i) {
      const Drive own = kind_.layout.pins[i].pull;
      if (own != kNoDrive) host().drive(PinIndex{i}, own);
    }
    step_ = is(kStep, Level::high);
    drive();
  }

 private:
  bool is(PinIndex pin, Level level) const { return host().signal(pin).level == level; }
  bool is_on() const {
    return !is(kEnable, Level::high) && !is(kSleep, Level::low) && !is(kReset, Level::low);
  }

  int step_size() const {
    std::size_t mode = is(kMode0, Level::high) ? 1 : 0;
    if (is(kMode1, Level::high)) mode += 2;
    if (is(kMode2, Level::high)) mode += 4;
    return kind_.sizes[mode];
  }

  void move() {
    if (!is_on()) return;
    position_ += is(kDir, Level::high) ? step_size() : -step_size();
    news_.tell(host());
  }

  /// Full steps are those with current in both coils.
  void drive() {
    const std::int64_t half_step = kind_.parts_of_a_step / 2;
    const std::int64_t rounded = modulo(position_ + half_step / 2, half_step * kPhases) / half_step;
    const Currents currents = kCycle[static_cast<std::size_t>(modulo(rounded + 1, kPhases))];
    drive_coil(kind_.outputs.first_plus, kind_.outputs.first_minus, currents.a);
    drive_coil(kind_.outputs.second_plus, kind_.outputs.second_minus, currents.b);
  }
  void drive_coil(PinIndex plus, PinIndex minus, int current) {
    const bool off = !is_on();
    host().drive(plus, off ? kNoDrive : strong(current > 0));
    host().drive(minus, off ? kNoDrive : strong(current < 0));
  }

  DriverKind kind_;
  bool step_ = false;
  std::int64_t position_ = 0;
  PacedNews news_{kNewsWindow};
};

PinSpec pulled(const char* name, bool high) {
  return {name, PinRole::passive, pull(high)};
}

DriverKind a4988() {
  // As its resistors: enabled, full steps, and RESET floats, usually wired to SLEEP.
  return {.layout = {.pins = {pulled("ENABLE", false),
                              pulled("MS1", false),
                              pulled("MS2", false),
                              pulled("MS3", false),
                              "RESET",
                              pulled("SLEEP", true),
                              {"STEP", PinRole::input},
                              {"DIR", PinRole::input},
                              "GND.1",
                              "VDD",
                              {"2B", PinRole::output},
                              {"2A", PinRole::output},
                              {"1A", PinRole::output},
                              {"1B", PinRole::output},
                              "GND.2",
                              "VMOT"},
                     .joins = {{PinIndex{8}, PinIndex{14}}}},
          .outputs = {PinIndex{12}, PinIndex{13}, PinIndex{11}, PinIndex{10}},
          .parts_of_a_step = 16,
          // MS3 alone, or with one of the others, is not defined: the chip takes MS1 and MS2.
          .sizes = {16, 8, 4, 2, 16, 8, 4, 1}};
}

DriverKind drv8825() {
  // As inside the chip: RESET and SLEEP are low unless wired.
  return {.layout = {.pins = {pulled("ENABLE", false),
                              pulled("M0", false),
                              pulled("M1", false),
                              pulled("M2", false),
                              pulled("RESET", false),
                              pulled("SLEEP", false),
                              {"STEP", PinRole::input},
                              {"DIR", PinRole::input},
                              "GND.1",
                              pulled("FAULT", true),
                              {"A2", PinRole::output},
                              {"A1", PinRole::output},
                              {"B1", PinRole::output},
                              {"B2", PinRole::output},
                              "GND.2",
                              "VMOT"},
                     .joins = {{PinIndex{8}, PinIndex{14}}}},
          .outputs = {PinIndex{11}, PinIndex{10}, PinIndex{12}, PinIndex{13}},
          .parts_of_a_step = 32,
          .sizes = {32, 16, 8, 4, 2, 1, 1, 1}};
}

}  // namespace

PartType stepper_motor_type() {
  return {.name = "wokwi-stepper-motor",
          .summary = "Stepper motor with two coils and 200 steps per revolution",
          .attributes = {{"size", "23", ""},
                         {"arrow", "none", ""},
                         {"display", "steps", ""},
                         {"gearRatio", "1:1", ""}},
          .make = [](Attributes&) { return std::make_unique<StepperMotor>(); }};
}

PartType a4988_type() {
  return {.name = "wokwi-a4988",
          .summary = "Stepper motor driver: a step each time STEP rises",
          .make = [](Attributes&) { return std::make_unique<StepDriver>(a4988()); }};
}

PartType drv8825_type() {
  return {.name = "wokwi-drv8825",
          .summary = "Stepper motor driver: a step, down to 1/32, each time STEP rises",
          .make = [](Attributes&) { return std::make_unique<StepDriver>(drv8825()); }};
}

}  // namespace pinbridge::parts

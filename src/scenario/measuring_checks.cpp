#include "scenario/measuring_checks.hpp"

#include <cmath>
#include <optional>

#include "scenario/timed_check.hpp"
#include "trace/measurement.hpp"

namespace pinbridge::scenario {
namespace {

/// A pin that is measured from the step's begin to its end.
class MeasuringCheck : public TimedCheck {
 public:
  MeasuringCheck(std::string pin, Duration span, Host& host, Begin begin)
      : TimedCheck(begin, span), pin_(std::move(pin)), host_(host) {}

  Verdict begin() override {
    const auto level = host_.level(pin_);
    if (!level) return failed(level.error().message);
    measurement_.emplace(*level, started().step);
    return pending();
  }
  Verdict on_pin(const PinEvent& event) override {
    if (event.pin == pin_ && event.time > started().step) {
      measurement_->change(event.level, event.time);
    }
    return pending();
  }
  Verdict on_deadline() override { return judge(measurement_->at(deadline())); }
  std::string waits_for() const override { return "the end of a measurement of " + pin_; }

 protected:
  virtual Verdict judge(const trace::Statistics& statistics) const = 0;
  const std::string& pin() const { return pin_; }

 private:
  std::string pin_;
  Host& host_;
  std::optional<trace::Measurement> measurement_;
};

class FrequencyCheck : public MeasuringCheck {
 public:
  FrequencyCheck(const ExpectFrequency& step, Host& host, Begin begin)
      : MeasuringCheck(step.pin, step.span, host, begin), step_(step) {}

 protected:
  Verdict judge(const trace::Statistics& statistics) const override {
    const std::string wanted = fmt::format("{:g} Hz ± {:g} %", step_.hertz, 100 * step_.tolerance);
    if (!statistics.frequency) {
      return failed(fmt::format("{} has no frequency: it had {} edges in {}, and {} was expected",
                                pin(), statistics.rising + statistics.falling, time_text(span()),
                                wanted));
    }
    if (std::abs(*statistics.frequency - step_.hertz) <= step_.tolerance * step_.hertz) {
      return passed();
    }
    return failed(fmt::format("{} had {:.4g} Hz (periods {} to {}), and {} was expected", pin(),
                              *statistics.frequency, time_text(statistics.period->min),
                              time_text(statistics.period->max), wanted));
  }

 private:
  ExpectFrequency step_;
};

class DutyCheck : public MeasuringCheck {
 public:
  DutyCheck(const ExpectDuty& step, Host& host, Begin begin)
      : MeasuringCheck(step.pin, step.span, host, begin), step_(step) {}

 protected:
  Verdict judge(const trace::Statistics& statistics) const override {
    if (std::abs(statistics.duty - step_.duty) <= step_.tolerance) return passed();
    return failed(fmt::format("{} was high {:.1f} % of the time, and {:g} % ± {:g} % was expected",
                              pin(), 100 * statistics.duty, 100 * step_.duty,
                              100 * step_.tolerance));
  }

 private:
  ExpectDuty step_;
};

}  // namespace

std::unique_ptr<Check> check_of(const ExpectFrequency& step, Host& host, Begin begin) {
  return std::make_unique<FrequencyCheck>(step, host, begin);
}

std::unique_ptr<Check> check_of(const ExpectDuty& step, Host& host, Begin begin) {
  return std::make_unique<DutyCheck>(step, host, begin);
}

}  // namespace pinbridge::scenario

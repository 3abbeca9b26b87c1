#include "scenario/check.hpp"

#include "scenario/measuring_checks.hpp"
#include "scenario/pin_checks.hpp"
#include "scenario/timed_check.hpp"

namespace pinbridge::scenario {
namespace {

class DelayCheck : public TimedCheck {
 public:
  DelayCheck(const Delay& step, Begin begin) : TimedCheck(begin, step.duration) {}
  Verdict on_deadline() override { return passed(); }
  std::string waits_for() const override { return "the end of a delay"; }
};

class SerialCheck : public Check {
 public:
  SerialCheck(const WaitSerial& step, Begin begin)
      : step_(step), deadline_(step.within ? begin.step + *step.within : Time::max()) {}

  Verdict on_console(Console& console) override {
    const std::size_t found = console.unread.find(step_.text);
    if (found == std::string::npos) {
      last_ = last_line(console.unread);
      return pending();
    }
    console.unread.erase(0, found + step_.text.size());
    return passed();
  }
  Verdict on_deadline() override {
    return failed(fmt::format(
        "the guest did not print \"{}\" within {}; {}", step_.text, time_text(*step_.within),
        last_.empty() ? "it printed nothing" : fmt::format("its last line was \"{}\"", last_)));
  }
  Time deadline() const override { return deadline_; }
  std::string waits_for() const override {
    return fmt::format(
        "the guest to print \"{}\"; {}", step_.text,
        last_.empty() ? "it printed nothing" : fmt::format("its last line was \"{}\"", last_));
  }

 private:
  static std::string last_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text.substr(text.find_last_of('\n') + 1);
  }

  WaitSerial step_;
  Time deadline_;
  std::string last_;
};

class TextCheck : public TimedCheck {
 public:
  TextCheck(const ExpectText& step, Host& host, Begin begin)
      : TimedCheck(begin, step.within), step_(step), host_(host) {}

  Verdict begin() override {
    const Verdict now = on_part();
    const bool decided = now.kind != Verdict::Kind::pending;
    return decided || step_.within > Duration::zero() ? now : on_deadline();
  }
  Verdict on_part() override {
    auto text = host_.text(step_.part);
    if (!text) return failed(text.error().message);
    text_ = std::move(*text);
    return text_.find(step_.text) != std::string::npos ? passed() : pending();
  }
  Verdict on_deadline() override {
    return failed(fmt::format("{} shows \"{}\", not \"{}\"", step_.part, text_, step_.text));
  }
  std::string waits_for() const override {
    return fmt::format("{} to show \"{}\"", step_.part, step_.text);
  }

 private:
  ExpectText step_;
  Host& host_;
  std::string text_;
};

}  // namespace

std::unique_ptr<Check> make_check(
    const Action& action, Host& host, Begin begin,
    const std::function<LevelBefore(const std::string& pin)>& before) {
  struct Maker {
    using Made = std::unique_ptr<Check>;

    Made operator()(const Delay& s) const { return std::make_unique<DelayCheck>(s, begin); }
    Made operator()(const WaitSerial& s) const { return std::make_unique<SerialCheck>(s, begin); }
    Made operator()(const ExpectPin& s) const { return check_of(s, host, begin); }
    Made operator()(const ExpectEdge& s) const { return check_of(s, begin); }
    Made operator()(const ExpectNoEdge& s) const { return check_of(s, begin); }
    Made operator()(const ExpectFrequency& s) const { return check_of(s, host, begin); }
    Made operator()(const ExpectDuty& s) const { return check_of(s, host, begin); }
    Made operator()(const ExpectPulse& s) const { return check_of(s, begin, before(s.pin)); }
    Made operator()(const ExpectText& s) const {
      return std::make_unique<TextCheck>(s, host, begin);
    }
    Made operator()(const ExpectBlink& s) const { return check_of(s, begin); }
    // Steps that act.
    Made operator()(const WriteSerial&) const { return nullptr; }
    Made operator()(const SetControl&) const { return nullptr; }
    Made operator()(const Press&) const { return nullptr; }
    Made operator()(const Release&) const { return nullptr; }
    Made operator()(const SetPin&) const { return nullptr; }
    Made operator()(const TakeScreenshot&) const { return nullptr; }

    Host& host;
    Begin begin;
    const std::function<LevelBefore(const std::string& pin)>& before;
  };
  return std::visit(Maker{host, begin, before}, action);
}

std::string watched_pin(const Action& action) {
  return std::visit(
      []([[maybe_unused]] const auto& step) -> std::string {
        using Kind = std::decay_t<decltype(step)>;
        if constexpr (requires { step.pin; } && !std::is_same_v<Kind, SetPin>) {
          return step.pin;
        } else {
          return {};
        }
      },
      action);
}

}  // namespace pinbridge::scenario

#include "cli/bench_host.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>

#include <boost/json/serialize.hpp>
#include <fmt/chrono.h>
#include <unistd.h>

#include "api/json_value.hpp"
#include "api/view_message.hpp"
#include "base/text_file.hpp"
#include "bench/embodied_part.hpp"
#include "trace/shared_ticks.hpp"
#include "trace/timescale.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge::cli {
namespace {

/// A failure is recorded so far back, and no more than that many changes.
constexpr std::chrono::seconds kKept{10};
constexpr std::size_t kMostKept = 1'000'000;

constexpr char kEscape = '\x01';

std::string without_blanks_at_end(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string all_shown(const Part& part) {
  std::string all;
  for (const ControlState& shown : part.shows()) {
    all += fmt::format("{}={}\n", shown.name, to_string(shown.value));
  }
  return all;
}

/// What a display shows: its text, or its lines. nullopt for any other part.
std::optional<std::string> text_on(const Part& part) {
  std::optional<std::string> text;
  for (const ControlState& shown : part.shows()) {
    if (shown.name == "text") return to_string(shown.value);
    if (!shown.name.starts_with("line")) continue;
    text = (text ? *text + "\n" : "") + without_blanks_at_end(to_string(shown.value));
  }
  return text;
}

}  // namespace

BenchHost::BenchHost(api::Commands& commands, int console_input, bool doubles_escape,
                     std::filesystem::path directory)
    : commands_(commands),
      console_input_(console_input),
      doubles_escape_(doubles_escape),
      directory_(std::move(directory)),
      watched_(commands.bench().pins().count()) {
  bench().changes().add(*this);
}

BenchHost::~BenchHost() {
  bench().timers().cancel(due_);
  if (waking_) bench().timers().cancel(wake_);
  bench().changes().remove(*this);
}

void BenchHost::drive(scenario::Runner& runner, std::function<void()> on_finished) {
  runner_ = &runner;
  on_finished_ = std::move(on_finished);
}

void BenchHost::keep_all_changes() {
  keeps_ = true;
  for (std::uint32_t i = 0; i < bench().pins().count(); ++i) bench().changes().watch(PinId{i});
  keep_from_now();
}

void BenchHost::keep_from_now() {
  kept_.clear();
  levels_before_kept_.clear();
  for (std::uint32_t i = 0; i < bench().pins().count(); ++i) {
    levels_before_kept_.push_back(bench().state(PinId{i}).level);
  }
}

std::string BenchHost::recording() const {
  std::vector<trace::WaveformSignal> signals;
  for (std::uint32_t i = 0; i < bench().pins().count(); ++i) {
    const PinId pin{i};
    signals.push_back({bench().pins().part_id(bench().pins().part_of(pin)),
                       std::string(bench().pins().short_name(pin)), levels_before_kept_[i]});
  }
  const Time start = kept_.empty() ? bench().now() : kept_.front().time;
  trace::SharedTicks ticks(trace::kDefaultTimescale);
  for (const Kept& change : kept_) ticks.add(change.time - start);
  const auto today = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  trace::VcdWriter vcd(fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", today), signals,
                       ticks.separating_unit());
  for (const Kept& change : kept_)
    vcd.change(change.pin.value(), change.level, change.time - start);
  vcd.end(bench().now() - start);
  return vcd.take();
}

std::string BenchHost::picture() const {
  std::string text;
  for (std::uint32_t i = 0; i < bench().pins().part_count(); ++i) {
    const PartId part{i};
    text += fmt::format("{} ({})\n", bench().pins().part_id(part), bench().pins().part_type(part));
    std::istringstream lines(all_shown(bench().part(part)));
    for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
    for (std::uint32_t j = 0; j < bench().pins().count_of(part); ++j) {
      const PinId pin = bench().pins().at(part, PinIndex{j});
      text +=
          fmt::format("  {} {}\n", bench().pins().name(pin), to_string(bench().state(pin).level));
    }
  }
  return text;
}

std::string BenchHost::view() const {
  return boost::json::serialize(api::as_json([&](api::Packer& packer) {
    api::view_pieces(commands_, nullptr).pack(packer, [] { return false; });
  }));
}

void BenchHost::wake() {
  if (waking_ || runner_ == nullptr) return;
  waking_ = true;
  wake_ = bench().timers().add(bench().now(), [this] {
    waking_ = false;
    advance();
  });
}

void BenchHost::advance() {
  if (runner_ == nullptr) return;
  runner_->advance();
  if (!runner_->finished()) return arm();
  bench().timers().cancel(due_);
  if (keeps_ && runner_->outcome() != scenario::Outcome::passed)
    failure_ = {recording(), picture(), view()};
  runner_ = nullptr;
  on_finished_();
}

void BenchHost::arm() {
  bench().timers().cancel(due_);
  const Time due = runner_->next_due();
  if (due != Time::max()) due_ = bench().timers().add(due, [this] { advance(); });
}

Time BenchHost::now() const {
  return bench().now();
}

Result<Level> BenchHost::watch(const std::string& pin) {
  const auto found = commands_.pin(pin);
  if (!found) return found.error();
  auto& names = watched_[found->value()];
  if (names.empty()) bench().changes().watch(*found);
  if (std::ranges::find(names, pin) == names.end()) names.push_back(pin);
  return bench().state(*found).level;
}

Result<Level> BenchHost::level(const std::string& pin) {
  const auto found = commands_.pin(pin);
  if (!found) return found.error();
  return bench().state(*found).level;
}

Result<void> BenchHost::find_part(const std::string& part) {
  const auto found = commands_.part(part);
  if (!found) return found.error();
  return {};
}

Result<void> BenchHost::set_pin(const std::string& pin, const std::string& state) {
  const auto drive = api::parse_hand_drive(state);
  if (!drive) return drive.error();
  const auto done = commands_.set({{pin, *drive}});
  if (!done) return done.error();
  return {};
}

Result<void> BenchHost::control(const std::string& part, const std::string& name,
                                const ControlValue& value) {
  const auto done = commands_.control(part, name, value);
  if (!done) return done.error();
  return {};
}

Result<void> BenchHost::press(const std::string& button, Duration hold) {
  const auto done = commands_.press(button, hold);
  if (!done) return done.error();
  return {};
}

Result<void> BenchHost::write_serial(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text.append(doubles_escape_ && c == kEscape ? 2 : 1, c);
  const ssize_t written = write(console_input_, text.data(), text.size());
  if (written == static_cast<ssize_t>(text.size())) return {};
  return make_error(ErrorCode::system, "the guest does not read its console: {}",
                    written < 0 ? std::strerror(errno) : "its input is full");
}

Result<std::string> BenchHost::text(const std::string& part) {
  const auto found = commands_.part(part);
  if (!found) return found.error();
  if (auto text = text_on(bench().part(*found))) return *text;
  // Its program may show a text later.
  if (dynamic_cast<const EmbodiedPart*>(&bench().part(*found)) != nullptr) return std::string();
  return make_error(ErrorCode::unsupported, "{} is a {}, which shows no text", part,
                    bench().pins().part_type(*found));
}

Result<void> BenchHost::take_screenshot(const scenario::TakeScreenshot& step) {
  const auto found = commands_.part(step.part);
  if (!found) return found.error();
  const Part& part = bench().part(*found);
  const std::string text = text_on(part).value_or(all_shown(part)) + "\n";
  if (!step.save_to.empty()) {
    auto path = directory_ / step.save_to;
    std::error_code error;  // writing reports what matters
    std::filesystem::create_directories(path.parent_path(), error);
    if (path.extension() == ".png") {
      const auto still =
          api::as_json([&](api::Packer& packer) { api::pack_still(packer, commands_, *found); });
      screenshots_.push_back({path, boost::json::serialize(still)});
      path += ".txt";  // what a comparison goes by
    }
    if (auto written = write_text_file(path, text); !written) return written;
  }
  if (step.compare_with.empty()) return {};
  auto path = directory_ / step.compare_with;
  if (path.extension() == ".png") path += ".txt";
  const auto expected = read_text_file(path, "text");
  if (!expected) {
    return make_error(expected.error().code, "{}; save-to writes it", expected.error().message);
  }
  if (*expected == text) return {};
  return make_error(ErrorCode::invalid, "{} shows \"{}\", and \"{}\" has \"{}\"", step.part, text,
                    path.string(), *expected);
}

void BenchHost::pin_changed(const PinChange& change) {
  if (keeps_) {
    kept_.push_back({change.pin, change.state.level, change.time});
    while (kept_.size() > kMostKept || kept_.front().time < change.time - kKept) {
      levels_before_kept_[kept_.front().pin.value()] = kept_.front().level;
      kept_.pop_front();
    }
  }
  if (runner_ == nullptr || watched_[change.pin.value()].empty()) return;
  for (const std::string& name : watched_[change.pin.value()]) {
    runner_->pin_changed({name, change.state.level, change.time});
  }
  wake();
}

/// The board's file has changed: pins of the same name stay watched.
void BenchHost::rewired(std::span<const std::optional<PinId>> moved) {
  auto before = std::exchange(watched_, {});
  watched_.resize(bench().pins().count());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i]) watched_[moved[i]->value()] = std::move(before[i]);
  }
  if (keeps_) keep_from_now();
}

void BenchHost::part_changed(PartId /*part*/, Time /*time*/) {
  if (runner_ == nullptr) return;
  runner_->part_changed();
  wake();
}

}  // namespace pinbridge::cli

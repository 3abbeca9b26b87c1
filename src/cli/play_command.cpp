#include <algorithm>

#include "base/text_file.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/number_option.hpp"
#include "cli/pin_names.hpp"
#include "trace/level_digit.hpp"
#include "trace/waveform.hpp"

namespace pinbridge::cli {
namespace {

using trace::Track;
using trace::Waveform;

/// Changes in one message: as many items as the bench accepts.
constexpr std::size_t kChangesAtOnce = 16'384;

struct PlayOptions {
  std::string file;
  std::vector<std::string> pins;
  bool loop = false;
  std::int64_t times = 1;
};

/// A pin, and the signal that it plays.
struct Part {
  std::string pin;
  const Track* track;
};

Result<Waveform> open_waveform(const std::string& path) {
  if (path.ends_with(".sr")) {
    return make_error(ErrorCode::invalid,
                      "{}: a sigrok session cannot be played; record a .vcd or .csv", path);
  }
  const auto text = read_text_file(path, "waveform");
  if (!text) return text.error();
  auto waveform = trace::read_waveform(path, *text);
  if (waveform) return waveform;
  return make_error(ErrorCode::invalid, "{}, {}", path, waveform.error().message);
}

Result<const Track*> find_track(const Waveform& waveform, const std::string& name) {
  const auto found = std::ranges::find(waveform.tracks, name, &Track::name);
  if (found != waveform.tracks.end()) return &*found;
  std::string all;
  for (const Track& track : waveform.tracks) all += (all.empty() ? "" : ", ") + track.name;
  return make_error(ErrorCode::not_found, "the waveform has no signal \"{}\"; it has {}", name,
                    all);
}

/// Without pins, the signals' own names. A pin without a signal gets the next that none names.
Result<std::vector<Part>> distribute(const Waveform& waveform,
                                     const std::vector<std::string>& words) {
  std::vector<Part> parts;
  std::size_t next = 0;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    if (equals != std::string::npos) {
      const auto track = find_track(waveform, word.substr(equals + 1));
      if (!track) return track.error();
      parts.push_back({word.substr(0, equals), *track});
    } else if (next < waveform.tracks.size()) {
      parts.push_back({word, &waveform.tracks[next++]});
    } else {
      return make_error(ErrorCode::invalid, "the waveform has {} signals, and none for \"{}\"",
                        waveform.tracks.size(), word);
    }
  }
  if (!parts.empty()) return parts;
  for (const Track& track : waveform.tracks) {
    if (track.name.empty()) {
      return make_error(ErrorCode::invalid, "a list of pulses names no pins; name them: {}",
                        "pinbridge play FILE PIN…");
    }
    parts.push_back({track.name, &track});
  }
  return parts;
}

Result<void> load(client::RpcClient& client, const Part& part) {
  const auto& changes = part.track->changes;
  for (std::size_t start = 0; start < changes.size(); start += kChangesAtOnce) {
    const std::size_t end = std::min(changes.size(), start + kChangesAtOnce);
    const auto done = client.call(api::MethodName::load, [&](api::Packer& packer) {
      packer.pack_array(2);
      api::pack_text(packer, part.pin);
      packer.pack_array(static_cast<std::uint32_t>(2 * (end - start)));
      for (std::size_t i = start; i < end; ++i) {
        const char state = trace::level_digit(changes[i].level);
        packer.pack(changes[i].time.count());
        api::pack_text(packer, {&state, 1});
      }
    });
    if (!done) return done.error();
  }
  return {};
}

/// Until the bench has played all, or a signal.
Result<void> wait_for_end(client::RpcClient& client) {
  for (;;) {
    const auto message = client.next_notification();
    if (!message) return message.error();
    if (client.interrupted() || client::notification(message->get(), api::NotificationName::played))
      return {};
  }
}

Result<void> play(client::RpcClient& client, const PlayOptions& options) {
  const auto waveform = open_waveform(options.file);
  if (!waveform) return waveform.error();
  const auto parts = distribute(*waveform, options.pins);
  if (!parts) return parts.error();
  if (std::ranges::all_of(*parts, [](const Part& part) { return part.track->changes.empty(); })) {
    return make_error(ErrorCode::invalid, "{} has no level for {}: there is nothing to play",
                      options.file, parts->size() == 1 ? parts->front().pin : "any of these pins");
  }
  for (const Part& part : *parts) {
    const auto pin = find_pin(client, part.pin);
    if (!pin) return pin.error();
    if (const auto done = load(client, {*pin, part.track}); !done) return done;
  }
  const auto interrupt = Interrupt::open();
  if (!interrupt) return interrupt.error();
  client.interrupt_on(interrupt->fd());
  const auto started = client.call(api::MethodName::play, [&](api::Packer& packer) {
    packer.pack_array(2);
    packer.pack(waveform->length.count());
    packer.pack(options.loop ? 0 : options.times);
  });
  if (!started) return started.error();
  return wait_for_end(client);
}

}  // namespace

void add_play_command(Program& program) {
  auto& command = program.add(group::kPins, "play", "Play a waveform on pins");
  auto options = std::make_shared<PlayOptions>();
  command
      .add_option("file", options->file,
                  "a waveform (.vcd), a table (.csv), or a list of pulses: lines such as 1 500us")
      ->type_name("FILE")
      ->required();
  command
      .add_option("pins", options->pins,
                  "pins for the signals in their order, or PIN=SIGNAL (default: the pins that the "
                  "signals are named after)")
      ->type_name("PIN[=SIGNAL]");
  auto* loop = command.add_flag("--loop", options->loop, "repeat it until Ctrl-C");
  add_number_option<std::int64_t>(command, "--times", options->times, "play it N times", 1)
      ->default_str("1")
      ->excludes(loop);
  command
      .details(
          "The bench's timers drive the pins with nanosecond times. The pins are released at the "
          "end.")
      .example("pinbridge play pulses.txt b0:1.l", "play a list of pulses on a pin")
      .example("pinbridge play --loop knob.vcd enc:CLK=knob:A enc:DT=knob:B",
               "repeat two signals of a recording");
  run_as_client(command, [options](client::RpcClient& client) -> Result<int> {
    if (const auto done = play(client, *options); !done) return done.error();
    return kSuccess;
  });
}

}  // namespace pinbridge::cli

#include "api/client_session.hpp"
#include "api/hub.hpp"
#include "api/message.hpp"
#include "api/view_message.hpp"

namespace pinbridge {

auto ClientSession::view(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 0, 0, "view takes none");
  if (!count) return count.error();
  return [this](Packer& packer) {
    hub_.view_feed().add(*this);
    hub_.view_feed().pack_view(packer);
  };
}

auto ClientSession::net(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 1, 1, "net takes a pin");
  if (!count) return count.error();
  const auto name = as_text(parameters.ptr[0], "the pin");
  if (!name) return name.error();
  const auto pin = commands_.pin(*name);
  if (!pin) return pin.error();
  return [this, pin = *pin](Packer& packer) { pack_net(packer, commands_.bench(), pin); };
}

auto ClientSession::bounce(const Parameters& parameters) -> Result<Answer> {
  const auto count =
      expect_count(parameters, 1, 2, "bounce takes parts, off or on, and for on the longest in ns");
  if (!count) return count.error();
  const auto word = as_text(parameters.ptr[0], "how contacts bounce");
  if (!word) return word.error();
  const auto mode = parse_bounce_mode(*word);
  if (!mode) {
    return make_error(ErrorCode::invalid, "contacts bounce as parts, off or on say, not \"{}\"",
                      *word);
  }
  BoardBounce bounce{.mode = *mode, .longest = commands_.bench().bounce().longest};
  if (parameters.size == 2) {
    const auto value = as_control_value(parameters.ptr[1], "the longest bouncing");
    if (!value) return value.error();
    const auto* number = std::get_if<std::int64_t>(&*value);
    if (!number || *number < 0 || *number > BoardBounce::kLongest.count()) {
      return make_error(ErrorCode::invalid, "contacts bounce for 0 to {} ns, not {}",
                        BoardBounce::kLongest.count(), to_string(*value));
    }
    bounce.longest = Duration(*number);
  }
  commands_.bench().set_bounce(bounce);
  return [bounce](Packer& packer) { pack_bounce(packer, bounce); };
}

auto ClientSession::capture(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 0, Capture::kMostPins,
                                  "capture takes 1 to 64 pins, or none to end it");
  if (!count) return count.error();
  auto found =
      parameters.size == 0 ? Result<std::vector<PinId>>(std::vector<PinId>()) : pins(parameters);
  if (!found) return found.error();
  // The one before makes room for this one.
  hub_.end_capture(std::move(capture_));
  if (found->empty()) return [](Packer& packer) { packer.pack_nil(); };
  auto begun = hub_.begin_capture(*this, *found);
  if (!begun) return begun.error();
  capture_ = std::move(*begun);
  return [this, states = states_of(std::move(*found))](Packer& packer) {
    packer.pack_map(3);
    pack_text(packer, "capture");
    packer.pack(capture_->id());
    pack_time(packer, capture_->start());
    pack_text(packer, "states");
    states(packer);
  };
}

}  // namespace pinbridge

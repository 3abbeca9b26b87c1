#include "api/page_methods.hpp"

#include <utility>
#include <vector>

#include "api/protocol.hpp"
#include "api/view_message.hpp"

namespace pinbridge::api {

namespace {

/// Bytes of a View that are copied at a time.
constexpr std::size_t kPiece = 32U << 10U;

}  // namespace

static_assert(signature(MethodName::capture).most == Capture::kMostPins);

PageMethods::PageMethods(Hub& hub, FrameSink& client)
    : hub_(hub), commands_(hub.commands()), client_(client) {}

PageMethods::~PageMethods() {
  hub_.view_feed().remove(client_);
  hub_.end_capture(std::move(capture_));
}

Result<Answer> PageMethods::view(const Parameters&) {
  hub_.view_feed().add(client_);
  return Answer::prepared([this](Pieces& result) -> Result<bool> {
    const auto view = hub_.view_feed().pack_view(1);
    if (!view) return false;
    hub_.view_feed().sent_view(client_);
    result.add(static_cast<std::uint32_t>(view->size() / kPiece + 1),
               [view](Packer& packer, std::uint32_t i) {
                 // Bytes as they are: it is packed already.
                 const auto piece = std::string_view(*view).substr(i * kPiece, kPiece);
                 packer.pack_bin_body(piece.data(), static_cast<std::uint32_t>(piece.size()));
               });
    return true;
  });
}

Result<Answer> PageMethods::net(const Parameters& parameters) {
  const auto name = as_text(parameters.ptr[0], "the pin");
  if (!name) return name.error();
  const auto pin = commands_.pin(*name);
  if (!pin) return pin.error();
  return Answer(net_pieces(commands_.bench(), *pin));
}

Result<Answer> PageMethods::bounce(const Parameters& parameters) {
  const auto word = as_text(parameters.ptr[0], "how contacts bounce");
  if (!word) return word.error();
  const auto mode = parse_bounce_mode(*word);
  if (!mode) {
    return make_error(ErrorCode::invalid, "the mode of bounce is parts, off or on, not \"{}\"",
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

Result<Answer> PageMethods::capture(const Parameters& parameters) {
  const auto names = as_names(parameters);
  if (!names) return names.error();
  auto found =
      names->empty() ? Result<std::vector<PinId>>(std::vector<PinId>()) : commands_.pins(*names);
  if (!found) return found.error();
  // The new one replaces the previous one.
  hub_.end_capture(std::move(capture_));
  if (found->empty()) return [](Packer& packer) { packer.pack_nil(); };
  auto begun = hub_.begin_capture(client_, *found);
  if (!begun) return begun.error();
  capture_ = std::move(*begun);
  return [this, pins = std::move(*found)](Packer& packer) {
    packer.pack_map(3);
    pack_text(packer, "capture");
    packer.pack(capture_->id());
    pack_time(packer, capture_->start());
    pack_text(packer, "states");
    pack_pin_states(packer, commands_.bench(), pins);
  };
}

}  // namespace pinbridge::api

#include "api/embodiments.hpp"

#include <set>

#include <fmt/format.h>

#include "api/message.hpp"
#include "base/printable.hpp"

namespace pinbridge::api {
namespace {

/// What is shown goes to other clients: as UTF-8, or their libraries refuse the message, and
/// without what a terminal obeys.
Result<void> check_shown(const ControlState& value) {
  if (value.name.empty() || value.name.size() > Embodiments::kLongestName ||
      printable(value.name) != value.name) {
    return make_error(
        ErrorCode::invalid, "the name of a value is 1 to {} bytes of printable text, not \"{}\"",
        Embodiments::kLongestName, printable(value.name).substr(0, Embodiments::kLongestName));
  }
  if (value.name == kConnected) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is reserved for the chips of guests; choose another name",
                      kConnected);
  }
  const auto* text = std::get_if<std::string>(&value.value);
  if (text == nullptr) return {};
  if (text->size() > Embodiments::kLongestShown) {
    return make_error(ErrorCode::limit, "\"{}\" has {} bytes; a text has {} at most", value.name,
                      text->size(), Embodiments::kLongestShown);
  }
  if (printable(*text) == *text) return {};
  return make_error(ErrorCode::invalid,
                    "\"{}\" must be printable UTF-8, one line without control characters",
                    value.name);
}

/// {part, …, time}, with `count` fields in between, which `pack_fields` packs.
template <class PackFields>
void notify(FrameSink& client, NotificationName name, std::string_view part, Time time,
            std::uint32_t count, const PackFields& pack_fields) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, name);
  packer.pack_map(2 + count);
  pack_field(packer, "part", part);
  pack_fields(packer);
  pack_time(packer, time);
  client.send(view(buffer));
}

}  // namespace

Embodiments::~Embodiments() {
  // All at once: none of these parts senses how another is released.
  const Bench::Batch batch(commands_.bench());
  for (const std::string& id : parts_) {
    EmbodiedPart* part = find(id);
    if (part != nullptr && part->is(*this)) part->leave();
  }
}

EmbodiedPart* Embodiments::find(std::string_view part) {
  const auto id = commands_.bench().pins().find_part(part);
  return id ? dynamic_cast<EmbodiedPart*>(&commands_.bench().part(*id)) : nullptr;
}

Result<PinIndex> Embodiments::pin_of(std::string_view part, std::string_view pin) const {
  const auto found = commands_.pin(fmt::format("{}:{}", part, pin));
  if (!found) return found.error();
  return commands_.bench().pins().index_of(*found);
}

Result<PartId> Embodiments::embody(std::string_view part, const std::vector<std::string>& pins) {
  const auto id = commands_.part(part);
  if (!id) return id.error();
  EmbodiedPart* found = find(part);
  if (found == nullptr) {
    return make_error(ErrorCode::unsupported,
                      "part \"{}\" is a {}, which has a behaviour of its own; a client can embody "
                      "a custom chip (chip-NAME) or a part of an unknown type",
                      part, commands_.bench().pins().part_type(*id));
  }
  for (const std::string& pin : pins) {
    if (const auto index = pin_of(part, pin); !index) return index.error();
  }
  const bool is_new = !found->is(*this);
  if (is_new && parts_.size() >= kMostParts) {
    return make_error(ErrorCode::limit, "a client can embody {} parts at most", kMostParts);
  }
  if (!found->embody(*this)) {
    return make_error(ErrorCode::busy, "another client embodies part \"{}\"", part);
  }
  if (is_new) parts_.emplace_back(part);
  return *id;
}

Result<EmbodiedPart*> Embodiments::own(std::string_view part) {
  EmbodiedPart* found = find(part);
  if (found != nullptr && found->is(*this)) return found;
  return make_error(ErrorCode::invalid,
                    "this client does not embody part \"{}\"; call \"embody\" first",
                    printable(part));
}

Result<void> Embodiments::drive(std::string_view part, const std::vector<PinDrive>& drives) {
  const auto found = own(part);
  if (!found) return found.error();
  std::vector<PinIndex> pins;
  pins.reserve(drives.size());
  for (const PinDrive& drive : drives) {
    const auto pin = pin_of(part, drive.pin);
    if (!pin) return pin.error();
    pins.push_back(*pin);
  }
  const Bench::Batch batch(commands_.bench());
  for (std::size_t i = 0; i < drives.size(); ++i) (*found)->drive(pins[i], drives[i].drive);
  return {};
}

Result<void> Embodiments::show(std::string_view part, const std::vector<ControlState>& values) {
  const auto found = own(part);
  if (!found) return found.error();
  std::set<std::string> names;
  for (const ControlState& value : (*found)->shows()) names.insert(value.name);
  for (const ControlState& value : values) {
    if (const auto fine = check_shown(value); !fine) return fine.error();
    if (EmbodiedPart::is_removal(value)) {
      names.erase(value.name);
    } else {
      names.insert(value.name);
    }
  }
  if (names.size() > kMostShown) {
    return make_error(ErrorCode::limit, "a part shows {} values at most", kMostShown);
  }
  (*found)->show(values);
  return {};
}

Result<void> Embodiments::leave(std::string_view part) {
  const auto found = own(part);
  if (!found) return found.error();
  std::erase(parts_, part);
  const Bench::Batch batch(commands_.bench());
  (*found)->leave();
  return {};
}

void Embodiments::rewired() {
  std::erase_if(parts_, [this](const std::string& id) {
    const EmbodiedPart* part = find(id);
    if (part != nullptr && part->is(*this)) return false;
    notify(client_, NotificationName::ended, id, commands_.bench().now(), 0, [](Packer&) {});
    return true;
  });
}

void Embodiments::pin_sensed(const EmbodiedPart& part, PinIndex pin, Level level, Time time) {
  const PinTable& pins = commands_.bench().pins();
  const auto id = pins.find_part(part.id());
  if (!id) return;
  notify(client_, NotificationName::sensed, part.id(), time, 2, [&](Packer& packer) {
    pack_field(packer, "pin", pins.short_name(pins.at(*id, pin)));
    pack_field(packer, "state", pinbridge::to_string(level));
  });
}

void Embodiments::control_set(const EmbodiedPart& part, std::string_view name,
                              const ControlValue& value, Time time) {
  notify(client_, NotificationName::controlled, part.id(), time, 2, [&](Packer& packer) {
    pack_field(packer, "control", name);
    pack_text(packer, "value");
    pack_value(packer, value);
  });
}

}  // namespace pinbridge::api

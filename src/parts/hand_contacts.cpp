#include "parts/hand_contacts.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "parts/switch_control.hpp"

namespace pinbridge::parts {

HandContacts::HandContacts(const std::vector<HandContact>& contacts, BounceSettings settings) {
  std::uint32_t index = 0;
  for (const HandContact& contact : contacts) {
    contacts_.emplace_back(
        contact, settings, [this, index](bool closed) { host_.set_contact(index, closed); }, index);
    ++index;
  }
}

void HandContacts::place(const PartHost& host) {
  host_ = host;
  for (Contact& contact : contacts_) contact.bouncer.place(host, contact.state.closed);
}

std::vector<ControlState> HandContacts::controls() const {
  std::vector<ControlState> states;
  states.reserve(contacts_.size());
  for (const Contact& contact : contacts_) {
    states.push_back({contact.state.control, contact.state.closed ? 1 : 0});
  }
  return states;
}

Result<void> HandContacts::set(std::string_view control, const ControlValue& value) {
  const auto closed = parse_position(control, value);
  if (!closed) return closed.error();
  const std::size_t index = find(control);
  PB_CHECK(index < contacts_.size());
  Contact& contact = contacts_[index];
  if (*closed == contact.state.closed) return {};
  contact.state.closed = *closed;
  contact.bouncer.move(*closed);
  host_.state_changed();
  return {};
}

/// contacts_.size() if there is none.
std::size_t HandContacts::find(std::string_view control) const {
  const auto found = std::find_if(contacts_.begin(), contacts_.end(), [&](const Contact& contact) {
    return contact.state.control == control;
  });
  return static_cast<std::size_t>(found - contacts_.begin());
}

}  // namespace pinbridge::parts

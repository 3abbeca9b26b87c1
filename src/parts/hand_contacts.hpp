#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/part.hpp"
#include "parts/bouncer.hpp"

namespace pinbridge::parts {

/// A contact's control, and its first value.
struct HandContact {
  std::string control;
  bool closed = false;
};

/// Contacts of a part that controls close and open, with bounce. Each has a separate control: 1 is
/// closed, 0 open.
class HandContacts {
 public:
  /// In the order of the contacts of the part's layout, from its first. No two controls have the
  /// same name.
  HandContacts(const std::vector<HandContact>& contacts, BounceSettings settings);
  HandContacts(const HandContacts&) = delete;
  HandContacts& operator=(const HandContacts&) = delete;

  /// To be called when the part is placed, and again when it moves.
  void place(const PartHost& host);

  std::vector<ControlState> controls() const;
  bool has(std::string_view control) const { return find(control) < contacts_.size(); }
  /// Sets a control that there is: 0 or 1.
  Result<void> set(std::string_view control, const ControlValue& value);

 private:
  struct Contact {
    Contact(HandContact contact, BounceSettings settings, std::function<void(bool)> apply,
            std::uint32_t index)
        : state(std::move(contact)), bouncer(settings, std::move(apply), index) {}
    HandContact state;
    Bouncer bouncer;
  };

  std::size_t find(std::string_view control) const;

  PartHost host_;
  std::deque<Contact> contacts_;  ///< a deque, for they cannot move
};

}  // namespace pinbridge::parts

#pragma once

#include <utility>
#include <vector>

#include "bench/part.hpp"
#include "parts/hand_contacts.hpp"

namespace pinbridge::parts {

/// A part that consists only of pins, and of contacts moved by controls.
class ContactPart : public Part {
 public:
  /// `contacts` are those of the layout, in its order.
  ContactPart(Layout layout, const std::vector<HandContact>& contacts, BounceSettings settings)
      : layout_(std::move(layout)), contacts_(contacts, settings) {}

  Layout layout() const override { return layout_; }
  std::vector<ControlState> controls() const override { return contacts_.controls(); }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    return contacts_.has(name) ? contacts_.set(name, value) : Part::control(name, value);
  }

 protected:
  void placed() override { contacts_.place(host()); }

 private:
  Layout layout_;
  HandContacts contacts_;
};

}  // namespace pinbridge::parts

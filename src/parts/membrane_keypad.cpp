#include "parts/membrane_keypad.hpp"

#include <algorithm>

#include "parts/contact_part.hpp"
#include "parts/list_attribute.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint32_t kRows = 4;
constexpr std::uint32_t kLabelsARow = 4;
constexpr std::size_t kLabels = std::size_t{kRows} * kLabelsARow;
constexpr std::string_view kKeys = "keys";

std::vector<std::string> default_labels() {
  return {"1", "2", "3", "A", "4", "5", "6", "B", "7", "8", "9", "C", "*", "0", "#", "D"};
}

Layout keypad_layout(std::uint32_t columns) {
  Layout layout;
  for (std::uint32_t row = 1; row <= kRows; ++row)
    layout.pins.emplace_back(fmt::format("R{}", row));
  for (std::uint32_t column = 1; column <= columns; ++column) {
    layout.pins.emplace_back(fmt::format("C{}", column));
  }
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      layout.contacts.emplace_back(PinIndex{row}, PinIndex{kRows + column});
    }
  }
  return layout;
}

/// The keys of `columns` columns. As in Wokwi, each row has four labels where it has three keys,
/// too.
std::vector<HandContact> keys_of(const std::vector<std::string>& labels, std::uint32_t columns) {
  std::vector<HandContact> keys;
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      keys.push_back({labels[row * kLabelsARow + column]});
    }
  }
  return keys;
}

/// Why the labels do not name each key; empty if they do.
std::string ambiguity(const std::vector<HandContact>& keys) {
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    if (key->control.empty()) return "a key without a label cannot be pressed";
    const auto same = [&](const HandContact& other) { return other.control == key->control; };
    if (std::any_of(keys.begin(), key, same)) {
      return fmt::format("two keys have the label \"{}\", and a key is pressed by its label",
                         key->control);
    }
  }
  return {};
}

std::vector<HandContact> read_keys(Attributes& attributes, std::uint32_t columns) {
  auto standard = keys_of(default_labels(), columns);
  const auto labels = list_attribute(attributes, kKeys);
  if (!labels) return standard;
  if (labels->size() != kLabels) {
    attributes.problem(kKeys, fmt::format("it has {} labels and takes {}: {} rows of {}, where a "
                                          "row has three keys, too",
                                          labels->size(), kLabels, kRows, kLabelsARow));
    return standard;
  }
  auto keys = keys_of(*labels, columns);
  if (std::string problem = ambiguity(keys); !problem.empty()) {
    attributes.problem(kKeys, std::move(problem));
    return standard;
  }
  return keys;
}

std::unique_ptr<Part> make_keypad(Attributes& attributes) {
  const auto columns = attributes.choice<std::uint32_t>("columns", {{"3", 3}, {"4", 4}}, 4);
  const auto settings = BounceSettings::from(attributes);
  return std::make_unique<ContactPart>(keypad_layout(columns), read_keys(attributes, columns),
                                       settings);
}

}  // namespace

PartType membrane_keypad_type() {
  PartType type{.name = "wokwi-membrane-keypad",
                .summary = "Keypad: each key connects the pin of its row to the pin of its column",
                .attributes = BounceSettings::specs(),
                .make = make_keypad};
  type.attributes.push_back({"columns", "4", "number of columns: \"3\" or \"4\""});
  type.attributes.push_back(
      {std::string(kKeys), "1 2 3 A, 4 5 6 B, 7 8 9 C, * 0 # D",
       "labels of the keys: a list of 16, with four per row even if a row has only three keys"});
  type.attributes.push_back({"connector", "0", ""});
  for (const std::string& label : default_labels()) {
    type.controls.push_back({label, "0 or 1", "1 while the key with this label is held down"});
  }
  return type;
}

}  // namespace pinbridge::parts

#pragma once

#include <memory>
#include <utility>

#include "bench/part_type.hpp"
#include "board/microcontroller_table.hpp"

namespace pinbridge::board {

/// A microcontroller board that is not the guest. Its supplies drive; its other pins do nothing,
/// but may be inputs or outputs.
class Microcontroller : public Part {
 public:
  explicit Microcontroller(std::shared_ptr<const MicrocontrollerTable> table)
      : table_(std::move(table)) {}

  /// The pins of the table, and its supplies as "GND.1" to "GND.10" likewise.
  Layout layout() const override;

 protected:
  void placed() override;

 private:
  std::shared_ptr<const MicrocontrollerTable> table_;
};

/// The attribute that makes a microcontroller the guest: "virtio-gpio" or "native:CONTROLLER,…".
inline constexpr std::string_view kChipAttribute = "chip";

/// Adds a type of part for each type of the tables.
void add_microcontrollers(Catalog& catalog, const Microcontrollers& tables);

}  // namespace pinbridge::board

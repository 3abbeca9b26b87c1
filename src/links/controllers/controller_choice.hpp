#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "links/controllers/controller_type.hpp"

namespace pinbridge::controllers {

/// A controller that a machine has.
struct ControllerName {
  std::string path;  ///< in QOM: "/machine/soc/gpio1"
  std::string type;  ///< its QOM type
};

/// The board's choice of the machine's GPIO controller that a chip represents.
class ControllerChoice {
 public:
  /// The machine's only one.
  ControllerChoice() = default;

  /// Reads "auto", a QOM path ("/machine/soc/gpio1"), a QOM type ("pl061") or one of several of a
  /// type ("imx.gpio[2]", counted from 0 in the order of their addresses). Fails with a sentence
  /// where it is none of these.
  static Result<ControllerChoice> parse(std::string_view text);

  /// The type of controller that it names; nullptr if that depends on the machine.
  const ControllerType* type() const { return type_; }

  /// Which one of several of its type, counted from 0; unset if it names none.
  std::optional<std::size_t> index() const { return index_; }

  /// Which of `controllers`, in the order of their addresses, it is. Fails with a sentence that
  /// names what there is.
  Result<std::size_t> find(std::span<const ControllerName> controllers) const;

  /// As it was read.
  const std::string& text() const { return text_; }

 private:
  bool fits(const ControllerName& controller) const;

  std::string text_ = "auto";
  std::string path_;
  const ControllerType* type_ = nullptr;
  std::optional<std::size_t> index_;
};

}  // namespace pinbridge::controllers

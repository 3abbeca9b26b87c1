#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "qemu/control/version.hpp"

namespace pinbridge::qemu {

/// The value of one of QEMU's options, such as `memory-backend-memfd,id=m,size=1G,share=on` or the
/// same in JSON: keys and values in their order. The last of equal keys is in force, as in QEMU.
class OptionText {
 public:
  /// Reads QEMU's own notation: `,,` is a comma within a value, a key alone means `on`, and a first
  /// value without a key belongs to `implied_key`.
  static OptionText parse(std::string_view text, std::string_view implied_key = {});

  /// Reads an object in JSON (`{"qom-type": "…", "share": true}`); true and false become on and
  /// off, nested values are left out. Fails with ErrorCode::invalid if it is none.
  static Result<OptionText> parse_json(std::string_view text);

  /// The value in force of `key`, if it was given.
  std::optional<std::string> find(std::string_view key) const;

  /// The values that QEMU accepts as true: on, yes, true, y. Unset if the key was not given.
  std::optional<bool> find_bool(std::string_view key) const;

  /// Adds another text's entries behind these, as QEMU merges repeated -machine options.
  void merge(const OptionText& other);

  void erase(std::string_view key);

  /// In QEMU's notation again; a first value of `implied_key` without the key, as QEMU wants it for
  /// `-machine help`.
  std::string text(std::string_view implied_key = {}) const;
  bool empty() const { return entries_.empty(); }

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

/// A value as in the text of an option: with doubled commas.
std::string escape_commas(std::string_view value);

/// Reads a size as QEMU does (`256`, `256M`, `1.5G`, `4096b`); without a suffix the number counts
/// `unit` bytes. Unset if the text is not a size.
std::optional<std::uint64_t> parse_size(std::string_view text, std::uint64_t unit);

/// Writes bytes in the largest unit that is exact: `128M`, `1G`, `1000b`.
std::string size_text(std::uint64_t bytes);

/// The option that plugs a device into the bus of this name: ",bus=…"; empty for QEMU's choice.
std::string bus_option(std::string_view name);

/// The option of a chardev that connects again, and how soon, in the words of this QEMU.
std::string_view reconnect_option(const Version& version);
/// The same in words that QEMU 11 refuses, and all earlier ones accept.
inline constexpr std::string_view kOldReconnect = ",reconnect=1";

}  // namespace pinbridge::qemu

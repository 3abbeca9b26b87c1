#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinbridge::server {

/// Writes a packed message (MessagePack) as JSON text, a few values at a time: the same text as
/// as_json() gives, without its tree of values.
class JsonText {
 public:
  /// Adds up to `most` values of `packed`, which is one whole message of ours, and the same at each
  /// call. True once all are added.
  bool add(std::string_view packed, int most);

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  /// An array or a map that is being written.
  struct Open {
    std::uint64_t left;  ///< values; keys count, too
    bool is_map;
    bool is_key = false;  ///< the next value
    bool is_first = true;
  };

  void add_value(std::string_view packed);
  void add_string(std::string_view text);
  void add_double(double number);
  void open(std::uint64_t items, bool is_map);
  void begin_value();
  void close();

  std::string text_;
  std::size_t at_ = 0;  ///< in `packed`
  std::vector<Open> open_;
};

}  // namespace pinbridge::server

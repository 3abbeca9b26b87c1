#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinbridge::server {

/// The parsed target of a request: "/api/pins/vm%3A24?x=1".
class HttpTarget {
 public:
  HttpTarget() = default;
  /// A target that is not in origin form (RFC 9112) has a path, but no segments and no query.
  explicit HttpTarget(std::string_view target);

  /// False if it is not in origin form, or has an escape or character that none may have.
  bool valid() const { return valid_; }
  /// As it was sent, without the query: "/api/pins/vm%3A24".
  const std::string& path() const { return path_; }
  /// Decoded: "api", "pins", "vm:24".
  const std::vector<std::string>& segments() const { return segments_; }
  /// The decoded value of the first parameter of that name; nullopt if there is none.
  std::optional<std::string> query(std::string_view key) const;

 private:
  bool valid_ = false;
  std::string path_;
  std::vector<std::string> segments_;
  std::vector<std::pair<std::string, std::string>> query_;
};

}  // namespace pinbridge::server

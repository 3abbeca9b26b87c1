#include "mqtt/topics.hpp"

#include <utility>

#include <fmt/format.h>

namespace pinbridge::mqtt {
namespace {

constexpr std::string_view kEncoded = "/+#%";

bool is_plain(char c) {
  return c > 0x20 && c < 0x7f && kEncoded.find(c) == std::string_view::npos;
}

/// -1 if it is not a hex digit.
int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string as_level(std::string_view name) {
  std::string level;
  for (const char c : name) {
    if (is_plain(c)) {
      level += c;
    } else {
      level += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return level;
}

std::optional<std::string> from_level(std::string_view level) {
  std::string name;
  for (std::size_t i = 0; i < level.size(); ++i) {
    if (level[i] != '%') {
      name += level[i];
      continue;
    }
    const int high = i + 2 < level.size() ? digit(level[i + 1]) : -1;
    const int low = i + 2 < level.size() ? digit(level[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    name += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return name;
}

namespace {

/// The names of all levels; nullopt if one of them is not as as_level() writes it.
std::optional<std::vector<std::string>> names_of(std::string_view topic) {
  std::vector<std::string> names;
  for (;;) {
    const auto slash = topic.find('/');
    const std::string_view level = topic.substr(0, slash);
    auto name = from_level(level);
    // A name has one form only: a broker's access control may be for that.
    if (!name || name->empty() || as_level(*name) != level) return std::nullopt;
    names.push_back(std::move(*name));
    if (slash == std::string_view::npos) return names;
    topic.remove_prefix(slash + 1);
  }
}

}  // namespace

Topics::Topics(std::string_view prefix, std::string_view bench)
    : prefix_(prefix), bench_(bench), base_(fmt::format("{}/{}", prefix, as_level(bench))) {}

std::string Topics::pin(std::string_view part, std::string_view pin) const {
  return fmt::format("{}/pin/{}/{}", base_, as_level(part), as_level(pin));
}

std::string Topics::part(std::string_view part) const {
  return fmt::format("{}/part/{}", base_, as_level(part));
}

std::string Topics::side(std::string_view net, std::string_view part) const {
  return fmt::format("{}/net/{}/{}", base_, as_level(net), as_level(part));
}

std::string Topics::sides_filter(std::string_view net) const {
  return fmt::format("{}/+/net/{}/+", prefix_, as_level(net));
}

std::string Topics::status_of(std::string_view bench) const {
  return fmt::format("{}/{}/status", prefix_, as_level(bench));
}

std::vector<std::string> Topics::below_prefix(std::string_view topic) const {
  if (!topic.starts_with(prefix_) || topic.size() <= prefix_.size() ||
      topic[prefix_.size()] != '/') {
    return {};
  }
  return names_of(topic.substr(prefix_.size() + 1)).value_or(std::vector<std::string>());
}

std::optional<SideTopic> Topics::parse_side(std::string_view topic) const {
  auto levels = below_prefix(topic);
  if (levels.size() != 4 || levels[1] != "net") return std::nullopt;
  return SideTopic{std::move(levels[0]), std::move(levels[2]), std::move(levels[3])};
}

std::optional<std::string> Topics::parse_status(std::string_view topic) const {
  auto levels = below_prefix(topic);
  if (levels.size() != 2 || levels[1] != "status") return std::nullopt;
  return std::move(levels[0]);
}

std::vector<std::string> Topics::command_filters() const {
  return {base_ + "/pin/+/+/set", base_ + "/part/+/control/+/set",
          base_ + "/part/+/control/+/press"};
}

std::optional<CommandTopic> Topics::parse_command(std::string_view topic) const {
  if (!topic.starts_with(base_) || topic.size() <= base_.size() || topic[base_.size()] != '/') {
    return std::nullopt;
  }
  const auto names = names_of(topic.substr(base_.size() + 1));
  if (!names) return std::nullopt;
  const auto& levels = *names;
  if (levels.size() == 4 && levels[0] == "pin" && levels[3] == "set") {
    return SetTopic{levels[1] + ":" + levels[2]};
  }
  if (levels.size() != 5 || levels[0] != "part" || levels[2] != "control") return std::nullopt;
  if (levels[4] == "set") return ControlTopic{levels[1], levels[3]};
  if (levels[4] == "press") return PressTopic{levels[1], levels[3]};
  return std::nullopt;
}

}  // namespace pinbridge::mqtt

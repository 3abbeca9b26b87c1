#include "qemu/control/qom_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;
using namespace std::string_view_literals;

/// Machines have some hundred objects, four or five deep.
constexpr std::size_t kMostQuestions = 20'000;
constexpr std::size_t kDeepest = 8;
constexpr std::size_t kLongestPath = 1024;

/// There are many of them, and no devices below them.
constexpr auto kBarren = std::to_array<std::string_view>(
    {"clock", "irq", "memory-region", "qemu:memory-region", "or-irq", "split-irq"});

std::string_view text(const json::value& entry, std::string_view key) {
  const auto* object = entry.if_object();
  const auto* value = object != nullptr ? object->if_contains(key) : nullptr;
  const auto* string = value != nullptr ? value->if_string() : nullptr;
  return string != nullptr ? std::string_view(*string) : ""sv;
}

constexpr std::string_view kFirstInput = "unnamed-gpio-in[0]";

/// Whether an object has a GPIO input that may be another's.
bool has_linked_inputs(const json::array& entries) {
  return std::ranges::any_of(entries, [](const json::value& entry) {
    return text(entry, "name") == kFirstInput && text(entry, "type") == "link<irq>";
  });
}

/// The type of a child; empty for a property that is none.
std::string_view child_type(const json::value& entry) {
  std::string_view type = text(entry, "type");
  if (!type.starts_with("child<") || !type.ends_with('>')) return {};
  type.remove_prefix("child<"sv.size());
  type.remove_suffix(1);
  return type;
}

}  // namespace

QomSearch::QomSearch(Wanted wanted)
    : wanted_(std::move(wanted)), tasks_{{About::children, "/machine", 0, 0}} {}

std::optional<QomQuestion> QomSearch::question() const {
  if (tasks_.empty() || asked_ > kMostQuestions) return std::nullopt;
  const Task& task = tasks_.back();
  const auto get = [&](std::string_view property) {
    return QomQuestion{"qom-get", {{"path", task.path}, {"property", property}}};
  };
  switch (task.about) {
    case About::pins:
      return get(kFirstInput);
    case About::name:
      return get("name");
    case About::address:
      return get("addr");
    case About::container:
      return get("container");
    case About::children:
    case About::device:
      break;
  }
  return QomQuestion{"qom-list", {{"path", task.path}}};
}

void QomSearch::answer(const json::value& answer) {
  const Task task = std::move(tasks_.back());
  tasks_.pop_back();
  ++asked_;
  if (const auto* entries = answer.if_array()) {
    if (task.about == About::children) add_children(task, *entries);
    if (task.about == About::device) add_details(task, *entries);
  } else if (const auto* string = answer.if_string()) {
    if (task.about == About::name) found_[task.device].name = *string;
    // Its inputs are this object's for those who look them up, and QEMU aborts elsewhere.
    if (task.about == About::pins &&
        *string == fmt::format("{}/{}", found_[task.device].path, kFirstInput)) {
      found_[task.device].pins_path = task.path;
    }
    // A region is inside another one, at its own address.
    if (task.about == About::container && !string->empty() && task.depth < kDeepest) {
      ask({About::address, std::string(*string), task.device, task.depth + 1});
    }
  } else if (task.about == About::address && answer.is_number()) {
    boost::system::error_code error;
    found_[task.device].address += answer.to_number<std::uint64_t>(error);
    ask({About::container, task.path, task.device, task.depth});
  }
}

/// The limit of questions, whatever the answers are.
void QomSearch::ask(Task task) {
  const bool too_many = asked_ + tasks_.size() > kMostQuestions;
  if (!too_many && task.path.size() <= kLongestPath) tasks_.push_back(std::move(task));
}

void QomSearch::add_children(const Task& task, const json::array& entries) {
  const bool passes_inputs = has_linked_inputs(entries);
  for (const json::value& entry : entries) {
    const std::string_view type = child_type(entry);
    if (type.empty() || std::ranges::find(kBarren, type) != kBarren.end()) continue;
    if (asked_ + tasks_.size() > kMostQuestions) return;
    const std::string path = fmt::format("{}/{}", task.path, text(entry, "name"));
    if (wanted_(type)) {
      found_.push_back({.path = path,
                        .pins_path = path,
                        .type = std::string(type),
                        .name = {},
                        .pin_levels = {}});
      ask({About::device, path, found_.size() - 1, 0});
      if (passes_inputs) ask({About::pins, task.path, found_.size() - 1, 0});
    } else if (task.depth < kDeepest && !type.ends_with("-cpu")) {
      ask({About::children, path, 0, task.depth + 1});
    }
  }
}

void QomSearch::add_details(const Task& task, const json::array& entries) {
  QomDevice& device = found_[task.device];
  bool has_region = false;
  for (const json::value& entry : entries) {
    const std::string_view name = text(entry, "name");
    const std::string_view type = text(entry, "type");
    if (name.starts_with("unnamed-gpio-in[")) ++device.inputs;
    if (name.starts_with("unnamed-gpio-out[")) ++device.outputs;
    if (name.starts_with("gpio") && type == "bool") device.pin_levels.emplace_back(name);
    if (name == "name" && type == "str") {
      ask({About::name, task.path, task.device, 0});
    }
    const std::string_view child = child_type(entry);
    if (child.ends_with("memory-region") && !std::exchange(has_region, true)) {
      ask({About::address, fmt::format("{}/{}", task.path, name), task.device, 0});
    }
  }
}

std::vector<QomDevice> QomSearch::take_found() {
  std::ranges::stable_sort(found_, {}, &QomDevice::address);
  return std::move(found_);
}

}  // namespace pinbridge::qemu

#include "cli/pin_names.hpp"

#include <algorithm>

#include <fnmatch.h>

#include "base/pin_name.hpp"
#include "board/nearest.hpp"
#include "cli/client_command.hpp"

namespace pinbridge::cli {
namespace {

constexpr const char* kWildcards = "*?[";

bool is_pattern(const std::string& name) {
  return name.find_first_of(kWildcards) != std::string::npos;
}

bool is_plain(const std::string& name) {
  return name.find(':') != std::string::npos && !is_pattern(name);
}

bool matches(const std::string& pattern, const std::string& name) {
  return !name.empty() && fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

std::string part_of(const std::string& pin) {
  return std::string(split_pin_name(pin).first);
}

/// Those that are not in `all` yet.
void add_new(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& pin : more) {
    if (std::ranges::find(all, pin) == all.end()) all.push_back(pin);
  }
}

}  // namespace

Result<PinNames> PinNames::of(client::RpcClient& client) {
  const auto list = client.call(api::MethodName::list, std::vector<std::string>());
  if (!list) return list.error();
  std::vector<Pin> pins;
  for_each_at(list->get(), "parts", [&](const msgpack::object& part) {
    for_each_at(part, "pins", [&](const msgpack::object& pin) {
      pins.push_back({text_at(pin, "pin"), text_at(pin, "label")});
    });
  });
  return PinNames(std::move(pins));
}

Result<std::vector<std::string>> PinNames::find(const std::vector<std::string>& names) const {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    const auto found = pins_of(name);
    if (!found) return found.error();
    add_new(all, *found);
  }
  return all;
}

Result<std::string> PinNames::find_one(const std::string& name) const {
  const auto found = pins_of(name);
  if (!found) return found.error();
  if (found->size() == 1) return found->front();
  return make_error(ErrorCode::invalid, "\"{}\" names {} pins, {} to {}; name one of them", name,
                    found->size(), found->front(), found->back());
}

Result<std::vector<std::string>> PinNames::pins_of(const std::string& name) const {
  const auto pins_where = [&](auto condition) {
    std::vector<std::string> found;
    for (const Pin& pin : pins_) {
      if (condition(pin)) found.push_back(pin.name);
    }
    return found;
  };
  if (auto exact = pins_where([&](const Pin& pin) { return pin.name == name; }); !exact.empty()) {
    return exact;
  }
  auto lines = pins_where([&](const Pin& pin) { return pin.label == name && !name.empty(); });
  if (lines.size() > 1) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is the name of two lines, {} and {}; name the pin", name, lines[0],
                      lines[1]);
  }
  if (!lines.empty()) return lines;
  if (auto part = pins_where([&](const Pin& pin) { return part_of(pin.name) == name; });
      !part.empty()) {
    return part;
  }
  if (is_pattern(name)) {
    auto found = pins_where(
        [&](const Pin& pin) { return matches(name, pin.name) || matches(name, pin.label); });
    if (!found.empty()) return found;
    return make_error(ErrorCode::not_found, "no pin matches \"{}\"; \"pinbridge info\" lists all",
                      name);
  }
  return unknown(name);
}

Error PinNames::unknown(const std::string& name) const {
  std::vector<std::string> candidates;
  for (const Pin& pin : pins_) {
    candidates.push_back(pin.name);
    if (!pin.label.empty()) candidates.push_back(pin.label);
    const std::string part = part_of(pin.name);
    if (std::ranges::find(candidates, part) == candidates.end()) {
      candidates.push_back(part);
    }
  }
  return make_error(ErrorCode::not_found,
                    "there is no pin, line or part \"{}\"{}; \"pinbridge info\" lists all", name,
                    board::Guesser().did_you_mean(name, candidates));
}

Result<std::vector<std::string>> find_pins(client::RpcClient& client,
                                           const std::vector<std::string>& names) {
  if (std::ranges::all_of(names, is_plain)) return names;
  const auto known = PinNames::of(client);
  if (!known) return known.error();
  std::vector<std::string> all;
  for (const std::string& name : names) {
    const auto found = is_plain(name) ? std::vector{name} : known->find({name});
    if (!found) return found.error();
    add_new(all, *found);
  }
  return all;
}

Result<std::string> find_pin(client::RpcClient& client, const std::string& name) {
  if (is_plain(name)) return name;
  const auto known = PinNames::of(client);
  if (!known) return known.error();
  return known->find_one(name);
}

Result<std::vector<std::string>> reported_names(client::RpcClient& client,
                                                const std::vector<std::string>& pins) {
  if (pins.empty()) return pins;
  const auto answer = client.call(api::MethodName::get, pins);
  if (!answer) return answer.error();
  const auto reports = as_pin_reports(answer->get());
  if (!reports) return reports.error();
  if (reports->size() != pins.size()) {
    return make_error(ErrorCode::system, "the bench reported {} pins, not {}", reports->size(),
                      pins.size());
  }
  std::vector<std::string> names;
  names.reserve(pins.size());
  for (const PinReport& report : *reports) names.push_back(report.pin);
  return names;
}

}  // namespace pinbridge::cli

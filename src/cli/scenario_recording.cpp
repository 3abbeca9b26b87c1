#include "cli/scenario_recording.hpp"

#include <algorithm>
#include <chrono>

#include <boost/json.hpp>

#include "base/pin_name.hpp"
#include "cli/deadline.hpp"
#include "cli/output_file.hpp"

namespace pinbridge::cli {
namespace {

/// A string in YAML: JSON's form is valid YAML.
std::string quoted(const std::string& text) {
  return boost::json::serialize(boost::json::string(text));
}

std::int64_t number_at(const msgpack::object& map, std::string_view key) {
  const msgpack::object* value = api::find_key(map, key);
  return value != nullptr && value->type == msgpack::type::POSITIVE_INTEGER ? value->via.i64 : 0;
}

/// The value of a control: a number or a text.
std::string value_at(const msgpack::object& map, std::string_view key) {
  const msgpack::object* value = api::find_key(map, key);
  const auto known = value ? api::as_control_value(*value, key) : Result<ControlValue>(Error{});
  if (!known) return "0";
  const auto* number = std::get_if<std::int64_t>(&*known);
  return number != nullptr ? std::to_string(*number) : quoted(std::get<std::string>(*known));
}

/// The step that does an action again.
std::string step_of(const msgpack::object& action) {
  const std::string kind = text_at(action, "action");
  if (kind == "set") {
    return fmt::format("set-pin: {{pin: {}, value: {}}}", quoted(text_at(action, "pin")),
                       quoted(text_at(action, "state")));
  }
  if (kind == "control") {
    return fmt::format("set-control: {{part-id: {}, control: {}, value: {}}}",
                       quoted(text_at(action, "part")), quoted(text_at(action, "control")),
                       value_at(action, "value"));
  }
  const std::string button = text_at(action, "button");
  const auto [part, name] = split_button_name(button);
  const std::string control = part == button ? "" : ", control: " + quoted(std::string(name));
  return fmt::format("press: {{part-id: {}{}, for: {}ns}}", quoted(std::string(part)), control,
                     number_at(action, "for"));
}

class ScenarioFile {
 public:
  /// `start` is a time in ns.
  ScenarioFile(const std::string& path, std::int64_t start) : file_(path), last_(start) {}

  Result<void> begin() {
    if (auto opened = file_.open(); !opened) return opened;
    return file_.write("name: A recorded session\nversion: 1\nsteps:\n");
  }

  Result<void> add(const msgpack::object& action) {
    const std::int64_t time = number_at(action, "time");
    empty_ = false;
    std::string steps;
    if (time > last_) steps = fmt::format("  - delay: {}ns\n", time - last_);
    last_ = time;
    return file_.write(steps + "  - " + step_of(action) + "\n");
  }

  /// A scenario has at least one step.
  Result<void> end(std::int64_t time) {
    if (!empty_) return {};
    return file_.write(fmt::format("  - delay: {}ns\n", std::max<std::int64_t>(time - last_, 0)));
  }

 private:
  OutputFile file_;
  std::int64_t last_;
  bool empty_ = true;
};

}  // namespace

Result<void> record_scenario(client::RpcClient& client, const std::string& path, Duration length,
                             int interrupt_fd) {
  const auto begun = client.call(api::MethodName::actions, std::vector<std::string>());
  if (!begun) return begun.error();
  ScenarioFile file(path, number_at(begun->get(), "time"));
  if (auto opened = file.begin(); !opened) return opened;
  client.interrupt_on(interrupt_fd);
  const Time end = deadline_after(length);
  for (;;) {
    const auto message = client.next_notification(time_until(end));
    if (!message) return message.error();
    if (client.interrupted() || message->get().is_nil()) {
      return file.end(std::chrono::steady_clock::now().time_since_epoch().count());
    }
    const auto* action = client::notification(message->get(), api::NotificationName::action);
    if (action == nullptr) continue;
    if (auto added = file.add(*action); !added) return added;
  }
}

}  // namespace pinbridge::cli

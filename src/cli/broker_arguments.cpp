#include "cli/broker_arguments.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <tuple>
#include <utility>

#include "base/text_file.hpp"
#include "mqtt/broker_address.hpp"

namespace pinbridge::cli {
namespace {

constexpr const char* kPasswordVariable = "PINBRIDGE_MQTT_PASSWORD";

std::string take_password_variable() {
  const char* value = std::getenv(kPasswordVariable);  // NOLINT(concurrency-mt-unsafe): one thread
  std::string password = value == nullptr ? "" : value;
  unsetenv(kPasswordVariable);  // NOLINT(concurrency-mt-unsafe): the same
  return password;
}

/// What the environment had at the first call.
const std::string& password_of_environment() {
  static const std::string password = take_password_variable();
  return password;
}

/// The first line of the file.
Result<std::string> password_of(const std::string& file) {
  auto text = read_text_file(file, "password file");
  if (!text) return text.error();
  text->erase(std::min(text->find_first_of("\r\n"), text->size()));
  if (text->empty()) {
    return make_error(ErrorCode::invalid, "--mqtt-password-file: the first line of \"{}\" is empty",
                      file);
  }
  return text;
}

/// The library reads them later, when an error is only a line in the log.
Result<std::filesystem::path> readable(const char* option, const std::string& file) {
  if (file.empty()) return std::filesystem::path();
  const auto text = read_text_file(file, "certificate");
  if (!text) return make_error(text.error().code, "{}: {}", option, text.error().message);
  return std::filesystem::absolute(file);
}

/// An option that --mqtt is needed for.
void add(CLI::App& command, const char* name, std::string& value, const char* type,
         const char* text) {
  command.add_option(name, value, text)->type_name(type)->needs("--mqtt");
}

}  // namespace

void take_broker_password() {
  static_cast<void>(password_of_environment());
}

CLI::Option* BrokerArguments::add_login_to(CLI::App& command) {
  auto* broker = command
                     .add_option("--mqtt", address_,
                                 "the MQTT broker: mqtt[s]://[user@]HOST[:PORT][/PREFIX]; the "
                                 "password is in --mqtt-password-file or PINBRIDGE_MQTT_PASSWORD "
                                 "(docs/how-to/mqtt.md)")
                     ->type_name("BROKER");
  add(command, "--mqtt-password-file", password_file_, "FILE",
      "file whose first line is the password");
  add(command, "--mqtt-cafile", ca_file_, "FILE",
      "certificates to trust, in PEM (default: those of the system)");
  add(command, "--mqtt-cert", certificate_, "FILE", "certificate of this client, in PEM");
  add(command, "--mqtt-key", key_, "FILE", "its key, in PEM and without a passphrase");
  return broker;
}

void BrokerArguments::add_to(CLI::App& command) {
  add_login_to(command)->description(
      "publish the bench on an MQTT broker: "
      "mqtt[s]://[user@]HOST[:PORT][/PREFIX]; the password is in "
      "--mqtt-password-file or PINBRIDGE_MQTT_PASSWORD "
      "(docs/how-to/mqtt.md)");
  add(command, "--mqtt-name", name_, "NAME", "the bench's name in topics (default: the board's)");
  command
      .add_option_function<std::string>(
          "--mqtt-edges", [this](const std::string& pin) { edges_.push_back(pin); },
          "send each edge of this pin, or of all; may be repeated")
      ->type_name("PIN|all")
      ->trigger_on_parse()
      ->needs("--mqtt");
  command
      .add_flag("--mqtt-control", control_,
                "let clients of the broker set pins and controls, and press buttons")
      ->needs("--mqtt");
  add(command, "--mqtt-discovery", discovery_, "PREFIX",
      "announce LEDs, buttons and switches to Home Assistant, below its prefix: homeassistant");
}

Result<std::optional<app::BrokerOptions>> BrokerArguments::read() const {
  if (address_.empty()) return std::optional<app::BrokerOptions>();
  std::string password = password_of_environment();
  auto address = mqtt::BrokerAddress::parse(address_);
  if (!address) return make_error(ErrorCode::invalid, "--mqtt: {}", address.error().message);
  if (!password_file_.empty()) {
    auto read = password_of(password_file_);
    if (!read) return read.error();
    password = std::move(*read);
  }
  if (!password.empty() && address->user.empty()) {
    return make_error(ErrorCode::invalid,
                      "there is a password for the broker but no user; write mqtt://USER@HOST");
  }
  if (!address->tls && !(ca_file_.empty() && certificate_.empty() && key_.empty())) {
    return make_error(ErrorCode::invalid,
                      "--mqtt-cafile, --mqtt-cert and --mqtt-key require mqtts://");
  }
  if (certificate_.empty() != key_.empty()) {
    return make_error(ErrorCode::invalid, "--mqtt-cert and --mqtt-key require each other");
  }
  if (!discovery_.empty() && !mqtt::is_topic_prefix(discovery_)) {
    return make_error(ErrorCode::invalid,
                      "--mqtt-discovery: \"{}\" is not a prefix of topics; write homeassistant, or "
                      "the prefix that is set in Home Assistant",
                      discovery_);
  }
  app::BrokerOptions options{.address = std::move(*address),
                             .name = name_,
                             .password = std::move(password),
                             .edges = edges_,
                             .control = control_,
                             .discovery = discovery_};
  for (const auto& [option, file, path] :
       {std::tuple("--mqtt-cafile", &ca_file_, &options.ca_file),
        std::tuple("--mqtt-cert", &certificate_, &options.certificate),
        std::tuple("--mqtt-key", &key_, &options.key)}) {
    auto found = readable(option, *file);
    if (!found) return found.error();
    *path = std::move(*found);
  }
  return std::optional(std::move(options));
}

}  // namespace pinbridge::cli

#include "qemu/arguments/probe.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "qemu/arguments/alone_qemu.hpp"
#include "qemu/control/qmp_client.hpp"

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;
using Silence = AloneQemu::Silence;

constexpr int kQuitPatienceMs = 1000;

/// The PCI Express of NXP's i.MX: Linux finds one device on the host's own bus, the root port.
constexpr std::string_view kRootPort = "dev: designware-pcie-root,";
constexpr std::string_view kBusOfRootPort = "dw-pcie";
/// The USB of NXP's i.MX, controller by controller: QEMU would take the last, which boards connect
/// to no socket, and the first may be a device's side.
constexpr std::string_view kChipidea = "dev: usb-chipidea,";
constexpr std::string_view kFirstHostOfChipidea = "usb-bus.1";

bool has_word(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

const json::value* member(const json::value& value, std::string_view key) {
  const auto* object = value.if_object();
  return object != nullptr ? object->if_contains(key) : nullptr;
}

/// The questions in a row. After one that finds no answer, or one of another shape, no other is
/// asked: the first failure is the outcome.
class Questions {
 public:
  explicit Questions(QmpClient& qmp) : qmp_(qmp) {}

  Result<Probe> ask_all(const ProbeWishes& wishes) {
    const auto version = qmp_.greet();
    if (!version) return version.error();
    Probe probe;
    probe.version = *version;
    probe.ram_bytes = ram_bytes();
    probe.takes_memory_backend = has_memory_backend();
    probe.has_pci = has_pci();
    const std::string devices = monitor("info qtree").value_or("");
    if (probe.has_pci && has_word(devices, kRootPort)) probe.pci_bus = kBusOfRootPort;
    probe.virtio_mmio_transports = count_children("virtio-mmio");
    probe.has_gpio_pci = has_device("vhost-user-gpio-pci");
    probe.has_gpio_mmio = has_device("vhost-user-gpio-device");
    if (wishes.usb) {
      probe.has_usb = has_usb();
      if (has_word(devices, kChipidea)) probe.usb_bus = kFirstHostOfChipidea;
      probe.has_xhci = has_device("qemu-xhci");
      probe.has_usb_redir = has_device("usb-redir");
    }
    if (wishes.devices) probe.devices = find_devices(wishes.devices);
    for (const std::string& event : wishes.trace_events) {
      if (ask("trace-event-get-state", {{"name", event}})) probe.trace_events.insert(event);
    }
    if (failure_) return *failure_;
    return probe;
  }

 private:
  /// The answer; nothing if QEMU refuses, or something failed.
  std::optional<json::value> ask(std::string_view command, const json::object& arguments = {}) {
    if (failure_) return std::nullopt;
    auto answer = qmp_.execute(command, arguments);
    if (answer) return std::move(*answer);
    if (answer.error().code != ErrorCode::unsupported) failure_ = answer.error();
    return std::nullopt;
  }

  /// What is wrong with the answer to a command.
  void fail_at(std::string_view command) {
    if (failure_) return;
    failure_ =
        make_error(ErrorCode::system, "it does not answer like QEMU (its answer to {})", command);
  }

  std::uint64_t ram_bytes() {
    constexpr std::string_view kCommand = "query-memory-size-summary";
    if (failure_) return 0;
    const auto summary = qmp_.execute(kCommand);
    if (!summary) {
      failure_ = summary.error();
      return 0;
    }
    boost::system::error_code error;
    const auto* bytes = member(*summary, "base-memory");
    const auto number =
        bytes != nullptr && bytes->is_number() ? bytes->to_number<std::uint64_t>(error) : 0;
    if (bytes == nullptr || !bytes->is_number() || error) fail_at(kCommand);
    return number;
  }

  bool has_memory_backend() {
    const auto path = ask("qom-get", {{"path", "/machine"}, {"property", "memory-backend"}});
    return path && path->is_string() && !path->get_string().empty();
  }

  bool has_pci() {
    const auto buses = ask("query-pci");
    if (buses && !buses->is_array()) fail_at("query-pci");
    return buses && buses->is_array() && !buses->get_array().empty();
  }

  /// What QEMU's human monitor prints; nothing if QEMU has none.
  std::optional<std::string> monitor(std::string_view command) {
    const auto text = ask("human-monitor-command", {{"command-line", command}});
    if (!text || !text->is_string()) return std::nullopt;
    return std::string(text->get_string());
  }

  /// QEMU's object tree has controllers under many names; its monitor knows their buses.
  bool has_usb() {
    const auto text = monitor("info usb");
    return text && !has_word(*text, "USB support not enabled");
  }

  /// Devices that the machine itself brings are unattached.
  std::size_t count_children(std::string_view type) {
    const auto children = ask("qom-list", {{"path", "/machine/unattached"}});
    if (!children) return 0;
    if (!children->is_array()) fail_at("qom-list");
    const std::string wanted = fmt::format("child<{}>", type);
    const auto* list = children->if_array();
    if (list == nullptr) return 0;
    return static_cast<std::size_t>(std::ranges::count_if(*list, [&](const json::value& child) {
      const auto* its_type = member(child, "type");
      return its_type != nullptr && its_type->is_string() && its_type->get_string() == wanted;
    }));
  }

  /// Not by qom-list-types: that loads every module there is.
  bool has_device(std::string_view type) {
    return ask("device-list-properties", {{"typename", type}}).has_value();
  }

  std::vector<QomDevice> find_devices(const QomSearch::Wanted& wanted) {
    QomSearch search(wanted);
    while (const auto question = search.question()) {
      search.answer(ask(question->command, question->arguments).value_or(json::value()));
    }
    return search.take_found();
  }

  QmpClient& qmp_;
  std::optional<Error> failure_;
};

/// The message, followed by QEMU's own output.
Error refusal(const CommandLine& command, const std::string& why, const std::string& said) {
  const std::string machine = command.machine_type();
  std::string message = fmt::format("cannot ask {} about its machine{}{}: {}", command.program(),
                                    machine.empty() ? "" : " ", machine, why);
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) message += "\n  " + line;
  return {ErrorCode::system, std::move(message)};
}

Result<Probe> ask_once(const CommandLine& command, const ProbeWishes& wishes, Silence silence,
                       std::chrono::steady_clock::time_point deadline) {
  auto qemu = AloneQemu::start(command, silence);
  if (!qemu) return qemu.error();
  QmpClient qmp(qemu->socket(), deadline);
  auto probe = Questions(qmp).ask_all(wishes);
  const bool quits = probe && qmp.execute("quit");
  qemu->end(quits ? kQuitPatienceMs : 0);
  if (!probe) return refusal(command, probe.error().message, qmp.noise() + qemu->printed());
  return probe;
}

/// Before this version there was no -audio, or it wanted a sound card. Since then a machine with a
/// sound card does not start with -nodefaults and without -audio.
constexpr Version kFirstWithAudio{8, 2};

Result<Probe> ask_without_audio(const CommandLine& command, const ProbeWishes& wishes,
                                std::chrono::steady_clock::time_point deadline) {
  auto outcome = ask_once(command, wishes, Silence::audio, deadline);
  if (outcome || outcome.error().code == ErrorCode::not_found) return outcome;
  // The version costs a process, so only a failure asks for it.
  const auto version = AloneQemu::version(command, deadline);
  if (!version || !(*version < kFirstWithAudio)) return outcome;
  return ask_once(command, wishes, Silence::audiodev, deadline);
}

}  // namespace

Result<Probe> probe(const CommandLine& command, const ProbeWishes& wishes,
                    std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  auto outcome = ask_without_audio(command, wishes, end);
  if (outcome || command.boot_arguments.empty()) return outcome;
  // Some machines require a kernel or flash memory, and their own firmware may be missing. Others
  // are probed without: QEMU itself reports a missing kernel.
  CommandLine booting = command;
  booting.machine_arguments.insert(booting.machine_arguments.end(), command.boot_arguments.begin(),
                                   command.boot_arguments.end());
  return ask_without_audio(booting, wishes, end);
}

}  // namespace pinbridge::qemu

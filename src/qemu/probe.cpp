#include "qemu/probe.hpp"

#include <sstream>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "qemu/alone_qemu.hpp"
#include "qemu/qmp_client.hpp"

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;
using Silence = AloneQemu::Silence;

constexpr int kQuitPatienceMs = 1000;

/// The questions in a row. The first that finds no answer, or one of another shape, throws: probe()
/// below makes one error of it.
class Questions {
 public:
  explicit Questions(QmpClient& qmp) : qmp_(qmp) {}

  Probe ask_all(const ProbeWishes& wishes) {
    const auto greeting = qmp_.greet().value();
    const auto& version = greeting.at("QMP").at("version").at("qemu");
    Probe probe;
    probe.version = {json::value_to<int>(version.at("major")),
                     json::value_to<int>(version.at("minor"))};
    const auto memory = qmp_.execute("query-memory-size-summary").value();
    probe.ram_bytes = json::value_to<std::uint64_t>(memory.at("base-memory"));
    probe.takes_memory_backend = has_memory_backend();
    probe.has_pci = has_pci();
    probe.virtio_mmio_transports = count_children("virtio-mmio");
    probe.has_gpio_pci = has_device("vhost-user-gpio-pci");
    probe.has_gpio_mmio = has_device("vhost-user-gpio-device");
    if (wishes.devices) probe.devices = find_devices(wishes.devices);
    for (const std::string& event : wishes.trace_events) {
      if (ask("trace-event-get-state", {{"name", event}})) probe.trace_events.insert(event);
    }
    return probe;
  }

 private:
  /// The answer, or nothing where QEMU says no.
  std::optional<json::value> ask(std::string_view command, const json::object& arguments = {}) {
    auto answer = qmp_.execute(command, arguments);
    if (!answer && answer.error().code == ErrorCode::unsupported) return {};
    return std::move(answer.value());
  }

  bool has_memory_backend() {
    const auto path = ask("qom-get", {{"path", "/machine"}, {"property", "memory-backend"}});
    return path && path->is_string() && !path->get_string().empty();
  }

  bool has_pci() {
    const auto buses = ask("query-pci");
    return buses && !buses->as_array().empty();
  }

  /// Devices that the machine itself brings are unattached.
  std::size_t count_children(std::string_view type) {
    const auto children = ask("qom-list", {{"path", "/machine/unattached"}});
    if (!children) return 0;
    const std::string wanted = fmt::format("child<{}>", type);
    std::size_t count = 0;
    for (const auto& child : children->as_array())
      count += child.at("type").as_string() == wanted ? 1 : 0;
    return count;
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
};

/// The sentence, and under it what QEMU said itself.
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
  std::string why;
  try {
    const Probe probe = Questions(qmp).ask_all(wishes);
    if (qmp.execute("quit")) qemu->end(kQuitPatienceMs);
    return probe;
  } catch (const StartupError& error) {
    why = error.what();
  } catch (const std::exception& error) {
    why = fmt::format("it answers unlike a QEMU ({})", error.what());
  }
  qemu->end(0);
  return refusal(command, why, qmp.noise() + qemu->printed());
}

Result<Probe> ask_without_audio(const CommandLine& command, const ProbeWishes& wishes,
                                std::chrono::steady_clock::time_point deadline) {
  auto outcome = ask_once(command, wishes, Silence::audio, deadline);
  // Before 8.2 there was no -audio, or it wanted a sound card. Since then a machine with a sound
  // card does not start with -nodefaults and without -audio.
  if (!outcome && outcome.error().message.find("-audio") != std::string::npos) {
    return ask_once(command, wishes, Silence::audiodev, deadline);
  }
  return outcome;
}

}  // namespace

std::string Version::text() const {
  return fmt::format("{}.{}", major, minor);
}

Result<Probe> probe(const CommandLine& command, const ProbeWishes& wishes,
                    std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  auto outcome = ask_without_audio(command, wishes, end);
  if (outcome || command.boot_arguments.empty()) return outcome;
  // Some machines want a kernel or flash memory, and their own firmware may not be there. Others
  // are asked without: a kernel that is missing is for QEMU itself to say.
  CommandLine booting = command;
  booting.machine_arguments.insert(booting.machine_arguments.end(), command.boot_arguments.begin(),
                                   command.boot_arguments.end());
  return ask_without_audio(booting, wishes, end);
}

}  // namespace pinbridge::qemu

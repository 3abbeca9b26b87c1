// A QEMU that a bench talks to: QMP, qtest and the trace of one session of a native link. The input
// is what QEMU does, step by step: it answers as it should, or with anything.

#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/check.hpp"
#include "base/unique_fd.hpp"
#include "fuzz_input.hpp"
#include "links/native_gpio/native_link.hpp"
#include "qemu/arguments/native_arguments.hpp"

using namespace pinbridge;

namespace {

/// Lines that answer the guest: each input follows the output before it.
class Lines final : public GpioLines {
 public:
  std::uint16_t count() const override { return 40; }
  std::vector<std::string> names() const override { return {}; }
  void drive(LineOffset line, bool level) override {
    if (listener_ && line.value() + 1U < count()) {
      listener_(LineOffset{static_cast<std::uint16_t>(line.value() + 1)}, level);
    }
  }
  void release(LineOffset) override {}
  void pull(LineOffset, bool) override {}
  bool is_wired(LineOffset) const override { return true; }
  bool floats(LineOffset line) const override { return line.value() % 3 == 0; }
  bool read(LineOffset line) override { return line.value() % 2 == 0; }
  bool last_level(LineOffset line) const override { return line.value() % 2 == 0; }
  void listen(Listener listener) override { listener_ = std::move(listener); }
  void set_connected(bool, std::string) override {}

 private:
  Listener listener_;
};

/// The link, for as long as the fuzzer lives.
class Service {
 public:
  Service() {
    spdlog::set_level(spdlog::level::critical);
    std::string place = std::filesystem::temp_directory_path() / "pinbridge-fuzz-XXXXXX";
    PB_CHECK(::mkdtemp(place.data()) != nullptr);
    directory_ = place;
    link_.emplace(
        loop_, "m", directory_ / "m",
        std::vector<native_gpio::ChipBinding>{
            {"a", &lines_[0], controllers::ControllerChoice::parse("auto").value()},
            {"b", &lines_[1], controllers::ControllerChoice::parse("imx.gpio[1]").value()},
            {"c", &lines_[2], controllers::ControllerChoice::parse("omap-gpio").value()}});
    PB_CHECK(link_->start().has_value());
  }
  ~Service() {
    link_.reset();
    std::filesystem::remove_all(directory_);
  }

  void run() {
    if (loop_.io().stopped()) loop_.io().restart();
    for (int i = 0; i < 1000 && loop_.io().poll() > 0; ++i) {
    }
  }
  void run_until_gone() {
    while (link_->has_peer()) run();
    run();
  }
  qemu::NativePaths paths() const { return qemu::NativePaths(directory_ / "m"); }

 private:
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  std::filesystem::path directory_;
  std::array<Lines, 3> lines_;
  std::optional<native_gpio::NativeLink> link_;
};

UniqueFd connect_to(const std::filesystem::path& path) {
  UniqueFd end(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  PB_CHECK(::connect(end.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return end;
}

class Qemu {
 public:
  explicit Qemu(Service& bench)
      : bench_(bench),
        log_(::open(bench.paths().log.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)),
        qmp_(connect_to(bench.paths().qmp)),
        qtest_(connect_to(bench.paths().qtest)) {}

  /// The kind of a step is a byte, and its text has another's length.
  void step(fuzz::Input& input) {
    const auto kind = input.take<std::uint8_t>();
    const auto bytes = input.bytes(input.take<std::uint8_t>());
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    switch (kind) {
      case 'g':
        say(qmp_, R"({"QMP": {"version": {"qemu": {"major": 10, "minor": 0}}}})"
                  "\n");
        break;
      case 'r':
        say(qmp_, "{\"return\": " + (text.empty() ? "{}" : text) + "}\n");
        break;
      case 'e':
        say(qmp_, R"({"error": {"class": "GenericError", "desc": ")" + text + "\"}}\n");
        break;
      case 'v':
        say(qmp_, "{\"event\": \"" + text + "\"}\n");
        break;
      case 'q':
        say(qmp_, text);
        break;
      case 'o':
        say(qtest_, "OK" + (text.empty() ? "" : " 0x" + text) + "\n");
        break;
      case 'i':
        say(qtest_, "IRQ " + text + "\n");
        break;
      case 't':
        say(qtest_, text);
        break;
      case 'p':
        say(log_, "1@1700000000.123456:pl061_update /machine/a GPIODIR 0x" + text +
                      " GPIODATA 0xff pullups 0x0 floating 0x0\n");
        break;
      case 'l':
        say(log_, text + "\n");
        break;
      default:
        say(log_, text);
    }
    bench_.run();
    hear(qmp_);
    hear(qtest_);
  }

 private:
  void say(const UniqueFd& to, std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent =
          &to == &log_ ? ::write(to.get(), text.data(), text.size())
                       : ::send(to.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  static void hear(const UniqueFd& from) {
    std::array<char, 4096> buffer{};
    while (::recv(from.get(), buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) {
    }
  }

  Service& bench_;
  UniqueFd log_;
  UniqueFd qmp_;
  UniqueFd qtest_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Service bench;
  {
    Qemu qemu(bench);
    fuzz::Input input(data, size);
    while (!input.empty()) qemu.step(input);
  }
  bench.run_until_gone();
  return 0;
}

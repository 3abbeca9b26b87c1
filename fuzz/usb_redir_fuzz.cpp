// A USB redirection: any packets, cut anywhere, with or without a hello before them, to
// either device on a board; and changes of the board meanwhile.

#include <array>
#include <memory>

#include <spdlog/spdlog.h>

#include "fuzz_board.hpp"
#include "fuzz_input.hpp"
#include "links/usb_redir/cp2112.hpp"
#include "links/usb_redir/dln2.hpp"
#include "links/usb_redir/packet_codec.hpp"
#include "links/usb_redir/redirection.hpp"
#include "links/usb_redir/usb_redir_wire.hpp"

using namespace pinbridge;
using namespace pinbridge::usb_redir;
using fuzz::Input;

namespace {

/// What a step of the peer may make the bench send at most: all waiting transfers are answered.
constexpr std::size_t kMostSent = std::size_t{4} * 1024 * 1024;

/// The chip's first lines, as many as the device takes.
class FirstLines final : public GpioLines {
 public:
  FirstLines(GpioLines& all, std::uint16_t count) : all_(all), count_(count) {}

  std::uint16_t count() const override { return count_; }
  std::vector<std::string> names() const override { return {}; }
  void drive(LineOffset line, bool level) override { all_.drive(line, level); }
  void release(LineOffset line) override { all_.release(line); }
  void pull(LineOffset line, bool up) override { all_.pull(line, up); }
  bool is_wired(LineOffset line) const override { return all_.is_wired(line); }
  bool floats(LineOffset line) const override { return all_.floats(line); }
  bool read(LineOffset line) override { return all_.read(line); }
  bool last_level(LineOffset line) const override { return all_.last_level(line); }
  void listen(Listener listener) override {
    if (!listener) return all_.listen({});
    all_.listen([count = count_, listener = std::move(listener)](LineOffset line, bool level) {
      if (line.value() < count) listener(line, level);
    });
  }
  void edge_merged(LineOffset line) override { PB_CHECK(line.value() < count_); }
  void set_connected(bool, std::string) override {}

 private:
  GpioLines& all_;
  std::uint16_t count_;
};

/// The body of a packet: mostly the header of a transfer to an endpoint that there is.
Bytes take_body(Input& input, std::uint32_t type) {
  const auto bytes = std::as_bytes(input.bytes(input.take<std::uint8_t>()));
  Bytes body;
  LittleEndianWriter writer(body);
  if (type == wire::usb_redir_bulk_packet) {
    const bool in = input.take<std::uint8_t>() % 2 == 0;
    const BulkHeader header{.endpoint = static_cast<std::uint8_t>(in ? 0x81 : 1),
                            .length = input.take<std::uint16_t>()};
    return header.with(in ? std::span<const std::byte>() : bytes, true);
  }
  writer.bytes(bytes);
  return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::FuzzBoard board;
  spdlog::set_level(spdlog::level::critical);
  Input input(data, size);
  const auto mode = input.take<std::uint8_t>();
  FirstLines lines(board.chip(), (mode & 1U) != 0 ? std::uint16_t{8} : std::uint16_t{16});
  std::size_t sent = 0;
  Redirection redirection(
      (mode & 1U) != 0 ? std::unique_ptr<UsbDevice>(std::make_unique<Cp2112>(lines))
                       : std::make_unique<Dln2>(lines),
      [&](std::span<const std::byte> bytes) { sent += bytes.size(); }, [](bool) {});
  bool lives = true;
  if ((mode & 2U) == 0) {
    Bytes hello;
    write_packet(hello, wire::usb_redir_hello, 0, hello_body("fuzz", {0xff}), false);
    lives = redirection.receive(hello).has_value();
  }
  while (lives && !input.empty()) {
    sent = 0;
    const auto op = input.take<std::uint8_t>();
    if (op < 64) {
      board.bench().drive_by_hand(board.bench().pins().at(PartId{0}, PinIndex{op % 16U}),
                                  strong((op & 16U) != 0));
    } else if (op < 96) {
      lives =
          redirection.receive(std::as_bytes(input.bytes(input.take<std::uint8_t>()))).has_value();
    } else {
      constexpr std::array<std::uint32_t, 12> kTypes{3, 6, 7, 9, 10, 15, 16, 21, 100, 101, 103, 23};
      const std::uint32_t type = kTypes[op % kTypes.size()];
      const auto id = input.take<std::uint8_t>();
      Bytes packet;
      write_packet(packet, type, id, take_body(input, type), (mode & 2U) == 0);
      lives = redirection.receive(packet).has_value();
    }
    PB_CHECK(sent < kMostSent);
  }
  return 0;
}

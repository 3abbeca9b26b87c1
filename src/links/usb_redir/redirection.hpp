#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>

#include "base/result.hpp"
#include "links/stream/stream_link.hpp"
#include "links/usb_redir/packet_codec.hpp"
#include "links/usb_redir/usb_device.hpp"

namespace pinbridge::usb_redir {

/// Plugs a USB device into a QEMU by the redirection protocol: the conversation with a `-device
/// usb-redir`. Independent of sockets and GPIO.
///
/// A transfer from a bulk endpoint waits until the device has data for it; one from an interrupt
/// endpoint is sent once the guest receives from it.
class Redirection final : public stream::Conversation {
 public:
  /// Called when a guest's driver configures the device, and with false when it ends that.
  using OnConfigured = std::function<void(bool)>;

  /// Transfers of a guest that wait for data. Further ones are refused.
  static constexpr std::size_t kMostWaiting = 256;

  Redirection(std::unique_ptr<UsbDevice> device, stream::Send send, OnConfigured on_configured);
  ~Redirection() override;

  Result<void> receive(std::span<const std::byte> bytes) override;

 private:
  struct Waiting {
    std::uint64_t id;
    BulkHeader header;
  };

  bool has(unsigned capability) const { return common_.has(capability); }
  void send(std::uint32_t type, std::uint64_t id, std::span<const std::byte> body);
  Result<void> handle(const Packet& packet);
  Result<void> take_hello(const Packet& packet);
  void introduce_device();
  void reset();
  void set_configuration(std::uint64_t id, std::uint8_t configuration);
  void set_alternative(std::uint64_t id, std::uint8_t interface, std::uint8_t alternative);
  void receive_interrupts(const Packet& packet, std::uint8_t address, bool start);
  void take_control(std::uint64_t id, const ControlHeader& header, std::span<const std::byte> data);
  void take_bulk(std::uint64_t id, const BulkHeader& header, std::span<const std::byte> data);
  void answer_bulk(const Waiting& transfer, std::uint8_t status, std::span<const std::byte> data);
  void take_interrupt(std::uint64_t id, const InterruptHeader& header,
                      std::span<const std::byte> data);
  void cancel(std::uint64_t id);
  void give(std::uint8_t endpoint);
  const Endpoint* find_endpoint(std::uint8_t address, TransferType type) const;
  void configure(std::uint8_t configuration);

  std::unique_ptr<UsbDevice> device_;
  stream::Send send_;
  OnConfigured on_configured_;
  PacketReader reader_;
  Capabilities common_;
  bool introduced_ = false;
  std::uint8_t configuration_ = 0;
  std::deque<Waiting> waiting_;       ///< of all bulk endpoints, in order
  std::set<std::uint8_t> receiving_;  ///< interrupt endpoints from which the guest receives
};

}  // namespace pinbridge::usb_redir

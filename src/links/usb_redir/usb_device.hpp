#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_order.hpp"

namespace pinbridge::usb_redir {

/// Kinds of endpoints: the numbers are those of USB, and of the protocol.
enum class TransferType : std::uint8_t { control = 0, iso = 1, bulk = 2, interrupt = 3 };

struct Endpoint {
  std::uint8_t address;  ///< bit 7: in
  TransferType type;
  std::uint16_t max_packet;
  std::uint8_t interval;  ///< as in the endpoint's descriptor; not 0 for interrupts
};

/// A USB device of high speed with one configuration and one interface, as it describes itself.
struct DeviceDescription {
  std::uint16_t vendor;
  std::uint16_t product;
  std::uint16_t version_bcd;
  std::string manufacturer_name;
  std::string product_name;
  std::uint8_t interface_class;
  std::vector<Endpoint> endpoints;
  Bytes class_descriptor;  ///< between the interface and its endpoints
};

/// The setup of a control transfer.
struct Setup {
  std::uint8_t request_type;
  std::uint8_t request;
  std::uint16_t value;
  std::uint16_t index;
  std::uint16_t length;  ///< of its data; of an answer at most
};

/// A USB device without its bus. Everything that a guest sends is checked; what makes no sense
/// stalls.
class UsbDevice {
 public:
  UsbDevice() = default;
  UsbDevice(const UsbDevice&) = delete;
  UsbDevice& operator=(const UsbDevice&) = delete;
  virtual ~UsbDevice() = default;

  virtual const DeviceDescription& description() const = 0;

  /// A request that is not one of every device. Returns the answer's data, which is cut to the
  /// setup's length; nullopt: it stalls.
  virtual std::optional<Bytes> control(const Setup& setup, std::span<const std::byte> data) = 0;

  /// Data for an endpoint; false: it stalls.
  virtual bool put(std::uint8_t endpoint, std::span<const std::byte> data) = 0;

  /// The data of the next transfer from an endpoint, taken from its queue; nullopt: nothing waits.
  virtual std::optional<Bytes> take(std::uint8_t endpoint) = 0;

  /// The bus was reset: the state is that after power-up.
  virtual void reset() = 0;

  /// `ready` is called when something new waits at an endpoint.
  void listen(std::function<void(std::uint8_t endpoint)> ready) { ready_ = std::move(ready); }

 protected:
  void notify(std::uint8_t endpoint) const {
    if (ready_) ready_(endpoint);
  }

 private:
  std::function<void(std::uint8_t)> ready_;
};

/// The answer to a request that each device has: descriptors and status. nullopt: not one of those,
/// or the device has none like it.
std::optional<Bytes> answer_standard_request(const DeviceDescription& description,
                                             const Setup& setup);

}  // namespace pinbridge::usb_redir

#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of Xilinx's Remote-Port protocol, version 4.3, with its names.
namespace pinbridge::remote_port::wire {

inline constexpr std::uint16_t RP_VERSION_MAJOR = 4;
inline constexpr std::uint16_t RP_VERSION_MINOR = 3;

/// `cmd` of a header.
enum : std::uint32_t {
  RP_CMD_hello = 1,
  RP_CMD_read = 3,
  RP_CMD_write = 4,
  RP_CMD_interrupt = 5,
  RP_CMD_sync = 6,
};

/// `flags` of a header.
enum : std::uint32_t {
  RP_PKT_FLAGS_response = 1U << 1U,
  RP_PKT_FLAGS_posted = 1U << 2U,
};

/// Capabilities of a hello.
enum : std::uint32_t { CAP_WIRE_POSTED_UPDATES = 3 };

/// Attributes of a bus access: where the status of its response is, and one status.
enum : std::uint64_t {
  RP_BUS_ATTR_status_mask = 0xf00,
  RP_BUS_RESP_ADDR_ERROR = 0x200,
};

inline constexpr std::size_t kHeaderSize = 20;
/// Of a hello's body, without its capabilities.
inline constexpr std::size_t kHelloSize = 12;
/// Of the body of an access to memory, without its data.
inline constexpr std::size_t kBusAccessSize = 38;

}  // namespace pinbridge::remote_port::wire

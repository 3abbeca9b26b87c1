#pragma once

#include <cstddef>
#include <cstdint>

/// Names and numbers of the USB redirection protocol, as its specification (usbredirproto) spells
/// them. Little endian, packed.
///
/// Header: u32 type, u32 length of what follows it, u32 id; u64 id where both have
/// usb_redir_cap_64bits_ids, but never in hello.
namespace pinbridge::usb_redir::wire {

// NOLINTBEGIN(readability-identifier-naming)
inline constexpr std::uint32_t usb_redir_hello = 0;
inline constexpr std::uint32_t usb_redir_device_connect = 1;
inline constexpr std::uint32_t usb_redir_device_disconnect = 2;
inline constexpr std::uint32_t usb_redir_reset = 3;
inline constexpr std::uint32_t usb_redir_interface_info = 4;
inline constexpr std::uint32_t usb_redir_ep_info = 5;
inline constexpr std::uint32_t usb_redir_set_configuration = 6;
inline constexpr std::uint32_t usb_redir_get_configuration = 7;
inline constexpr std::uint32_t usb_redir_configuration_status = 8;
inline constexpr std::uint32_t usb_redir_set_alt_setting = 9;
inline constexpr std::uint32_t usb_redir_get_alt_setting = 10;
inline constexpr std::uint32_t usb_redir_alt_setting_status = 11;
inline constexpr std::uint32_t usb_redir_start_iso_stream = 12;
inline constexpr std::uint32_t usb_redir_stop_iso_stream = 13;
inline constexpr std::uint32_t usb_redir_iso_stream_status = 14;
inline constexpr std::uint32_t usb_redir_start_interrupt_receiving = 15;
inline constexpr std::uint32_t usb_redir_stop_interrupt_receiving = 16;
inline constexpr std::uint32_t usb_redir_interrupt_receiving_status = 17;
inline constexpr std::uint32_t usb_redir_alloc_bulk_streams = 18;
inline constexpr std::uint32_t usb_redir_free_bulk_streams = 19;
inline constexpr std::uint32_t usb_redir_bulk_streams_status = 20;
inline constexpr std::uint32_t usb_redir_cancel_data_packet = 21;
inline constexpr std::uint32_t usb_redir_filter_reject = 22;
inline constexpr std::uint32_t usb_redir_filter_filter = 23;
inline constexpr std::uint32_t usb_redir_device_disconnect_ack = 24;
inline constexpr std::uint32_t usb_redir_start_bulk_receiving = 25;
inline constexpr std::uint32_t usb_redir_stop_bulk_receiving = 26;
inline constexpr std::uint32_t usb_redir_bulk_receiving_status = 27;
inline constexpr std::uint32_t usb_redir_control_packet = 100;
inline constexpr std::uint32_t usb_redir_bulk_packet = 101;
inline constexpr std::uint32_t usb_redir_iso_packet = 102;
inline constexpr std::uint32_t usb_redir_interrupt_packet = 103;
inline constexpr std::uint32_t usb_redir_buffered_bulk_packet = 104;

inline constexpr std::uint8_t usb_redir_success = 0;
inline constexpr std::uint8_t usb_redir_cancelled = 1;
inline constexpr std::uint8_t usb_redir_inval = 2;
inline constexpr std::uint8_t usb_redir_stall = 4;

/// Capabilities: the number of their bit.
inline constexpr unsigned usb_redir_cap_connect_device_version = 1;
inline constexpr unsigned usb_redir_cap_ep_info_max_packet_size = 4;
inline constexpr unsigned usb_redir_cap_64bits_ids = 5;
inline constexpr unsigned usb_redir_cap_32bits_bulk_length = 6;

inline constexpr std::uint8_t usb_redir_speed_high = 2;
inline constexpr std::uint8_t usb_redir_type_invalid = 255;
// NOLINTEND(readability-identifier-naming)

/// Endpoints that interface_info and ep_info have room for: 16 out, then 16 in.
inline constexpr std::size_t kEndpoints = 32;
inline constexpr std::size_t kHelloVersionSize = 64;

}  // namespace pinbridge::usb_redir::wire

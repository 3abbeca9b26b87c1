#pragma once

#include <cstdint>

/// Names and layouts of the GPIO device, as virtio 1.3 spells them (5.18). Little endian.
namespace pinbridge::virtio_gpio::wire {

// NOLINTBEGIN(readability-identifier-naming)
inline constexpr int VIRTIO_GPIO_F_IRQ = 0;

struct virtio_gpio_config {
  std::uint16_t ngpio;
  std::uint8_t padding[2];
  std::uint32_t gpio_names_size;
};
static_assert(sizeof(virtio_gpio_config) == 8);

struct virtio_gpio_request {
  std::uint16_t type;
  std::uint16_t gpio;
  std::uint32_t value;
};
static_assert(sizeof(virtio_gpio_request) == 8);

struct virtio_gpio_response {
  std::uint8_t status;
  std::uint8_t value;
};
static_assert(sizeof(virtio_gpio_response) == 2);

struct virtio_gpio_irq_request {
  std::uint16_t gpio;
};
static_assert(sizeof(virtio_gpio_irq_request) == 2);

struct virtio_gpio_irq_response {
  std::uint8_t status;
};
static_assert(sizeof(virtio_gpio_irq_response) == 1);

inline constexpr std::uint16_t VIRTIO_GPIO_MSG_GET_LINE_NAMES = 1;
inline constexpr std::uint16_t VIRTIO_GPIO_MSG_GET_DIRECTION = 2;
inline constexpr std::uint16_t VIRTIO_GPIO_MSG_SET_DIRECTION = 3;
inline constexpr std::uint16_t VIRTIO_GPIO_MSG_GET_VALUE = 4;
inline constexpr std::uint16_t VIRTIO_GPIO_MSG_SET_VALUE = 5;
inline constexpr std::uint16_t VIRTIO_GPIO_MSG_SET_IRQ_TYPE = 6;

inline constexpr std::uint8_t VIRTIO_GPIO_STATUS_OK = 0;
inline constexpr std::uint8_t VIRTIO_GPIO_STATUS_ERR = 1;

inline constexpr std::uint8_t VIRTIO_GPIO_DIRECTION_NONE = 0;
inline constexpr std::uint8_t VIRTIO_GPIO_DIRECTION_OUT = 1;
inline constexpr std::uint8_t VIRTIO_GPIO_DIRECTION_IN = 2;

inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_NONE = 0;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING = 1;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_EDGE_FALLING = 2;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH = 3;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_LEVEL_HIGH = 4;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_TYPE_LEVEL_LOW = 8;

inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_STATUS_INVALID = 0;
inline constexpr std::uint8_t VIRTIO_GPIO_IRQ_STATUS_VALID = 1;
// NOLINTEND(readability-identifier-naming)

inline constexpr unsigned kRequestQueue = 0;
inline constexpr unsigned kEventQueue = 1;

}  // namespace pinbridge::virtio_gpio::wire

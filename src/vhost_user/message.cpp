#include "vhost_user/message.hpp"

#include <fmt/format.h>

namespace pinbridge::vhost_user {

std::string request_name(std::uint32_t request) {
  switch (request) {
    case wire::VHOST_USER_GET_FEATURES:
      return "GET_FEATURES";
    case wire::VHOST_USER_SET_FEATURES:
      return "SET_FEATURES";
    case wire::VHOST_USER_SET_OWNER:
      return "SET_OWNER";
    case wire::VHOST_USER_RESET_OWNER:
      return "RESET_OWNER";
    case wire::VHOST_USER_SET_MEM_TABLE:
      return "SET_MEM_TABLE";
    case wire::VHOST_USER_SET_VRING_NUM:
      return "SET_VRING_NUM";
    case wire::VHOST_USER_SET_VRING_ADDR:
      return "SET_VRING_ADDR";
    case wire::VHOST_USER_SET_VRING_BASE:
      return "SET_VRING_BASE";
    case wire::VHOST_USER_GET_VRING_BASE:
      return "GET_VRING_BASE";
    case wire::VHOST_USER_SET_VRING_KICK:
      return "SET_VRING_KICK";
    case wire::VHOST_USER_SET_VRING_CALL:
      return "SET_VRING_CALL";
    case wire::VHOST_USER_SET_VRING_ERR:
      return "SET_VRING_ERR";
    case wire::VHOST_USER_GET_PROTOCOL_FEATURES:
      return "GET_PROTOCOL_FEATURES";
    case wire::VHOST_USER_SET_PROTOCOL_FEATURES:
      return "SET_PROTOCOL_FEATURES";
    case wire::VHOST_USER_GET_QUEUE_NUM:
      return "GET_QUEUE_NUM";
    case wire::VHOST_USER_SET_VRING_ENABLE:
      return "SET_VRING_ENABLE";
    case wire::VHOST_USER_GET_CONFIG:
      return "GET_CONFIG";
    case wire::VHOST_USER_SET_CONFIG:
      return "SET_CONFIG";
    case wire::VHOST_USER_RESET_DEVICE:
      return "RESET_DEVICE";
    default:
      return fmt::format("message {}", request);
  }
}

}  // namespace pinbridge::vhost_user

#include "vhost_user/vring_events.hpp"

#include "vhost_user/event_fd.hpp"

namespace pinbridge::vhost_user {

Result<void> VringEvents::set_kick(ReceivedFd event_fd, std::function<void()> on_kick) {
  auto kick = Kick::watch(io_, std::move(event_fd), std::move(on_kick));
  if (!kick) return kick.error();
  kick_ = std::move(*kick);
  return {};
}

void VringEvents::signal_call() const {
  if (call_) signal_event(call_.get());
}

void VringEvents::signal_error() const {
  if (error_) signal_event(error_.get());
}

}  // namespace pinbridge::vhost_user

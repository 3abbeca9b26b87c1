#include "bench/paced_news.hpp"

#include <utility>

namespace pinbridge {

void PacedNews::tell(const PartHost& host) {
  host_ = &host;
  more_ = true;
  if (!window_open_) close_window();
}

/// Ends a window, if one is open, and begins another if there is something to notify.
void PacedNews::close_window() {
  window_open_ = std::exchange(more_, false);
  if (!window_open_) return;
  timer_.start(*host_, window_, [this] { close_window(); });
  host_->state_changed();
}

}  // namespace pinbridge

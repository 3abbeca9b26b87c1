#pragma once

#include "bench/part.hpp"

namespace pinbridge {

/// Notifies clients of changes of a part: at once if there was no notification in the window
/// before, otherwise when that ends. However often the part changes, clients are notified once a
/// window, and always of the last change. While nothing changes there is no window and no timer.
class PacedNews {
 public:
  explicit PacedNews(Duration window) : window_(window) {}

  /// `host` is the part's own, which names it also on a later board. It outlives this.
  void tell(const PartHost& host);

 private:
  void close_window();

  Duration window_;
  const PartHost* host_ = nullptr;
  PartTimer timer_;
  bool window_open_ = false;
  bool more_ = false;  ///< since the last notification
};

}  // namespace pinbridge

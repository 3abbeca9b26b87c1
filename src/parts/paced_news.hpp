#pragma once

#include "bench/part.hpp"

namespace pinbridge {

/// Tells clients that a part is not what it was, at once where nothing was told in the window
/// before, and else when that ends: however often the part changes, they are told once a window,
/// and of the last change always. While nothing changes there is no window, and nothing runs.
class PacedNews {
 public:
  explicit PacedNews(Duration window) : window_(window) {}

  void tell(const PartHost& host);

 private:
  void close_window();

  Duration window_;
  PartHost host_;
  PartTimer timer_;
  bool window_open_ = false;
  bool more_ = false;  ///< since the last was told
};

}  // namespace pinbridge

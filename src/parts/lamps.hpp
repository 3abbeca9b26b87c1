#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "bench/part.hpp"

namespace pinbridge::parts {

/// The lights of a part as an eye sees them: each is as bright as the share of time for which it
/// was lit, so PWM and multiplexing look correct.
///
/// Time is measured in windows of kWindow. The first change opens one, and clients are notified at
/// once; later changes within it are notified when it ends, with the brightness of each light.
/// While nothing changes there is no window and no timer.
class Lamps {
 public:
  static constexpr Duration kWindow = std::chrono::milliseconds(20);

  explicit Lamps(std::size_t count) : lamps_(count) {}

  /// To be called when the part is placed, and again when it moves. `host` is the part's own, which
  /// outlives this.
  void place(const PartHost& host) { host_ = &host; }

  void set(std::size_t lamp, bool lit);
  /// Sets all at once: clients are notified when the last is set, not when the first is.
  void set_each(const std::function<bool(std::size_t)>& lit_of);

  std::size_t count() const { return lamps_.size(); }
  /// Whether it is lit now.
  bool lit(std::size_t lamp) const { return lamps_[lamp].lit; }
  /// Its brightness in the last complete window: 0 to 100 percent, at least 1 if it was lit at all.
  int brightness(std::size_t lamp) const { return lamps_[lamp].brightness; }
  /// All of them: "100,0,25".
  std::string brightness_list() const;
  /// Which are lit now: "1,0,1".
  std::string lit_list() const;

 private:
  struct Lamp {
    bool lit = false;
    int brightness = 0;
    Time since;          ///< when it was lit, or when the window began
    Duration lit_for{};  ///< in this window, up to when it went out last
  };

  bool switch_lamp(std::size_t index, bool lit);
  void open_window();
  void close_window();
  int measure(Lamp& lamp) const;

  // What each change needs comes first, and is together.
  const PartHost* host_ = nullptr;
  bool window_open_ = false;
  bool changed_ = false;                           ///< in this window
  boost::container::small_vector<Lamp, 1> lamps_;  ///< one is within this
  PartTimer timer_;
};

}  // namespace pinbridge::parts

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/beyond_board.hpp"
#include "bench/paced_news.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"

namespace pinbridge::mqtt {

/// `net-link`: one net of this board and of boards on other benches, through a broker. SharedNets
/// connects it. Its pin NET drives what the other boards drive there, by the rules of one net.
class NetLink : public Part, public BeyondBoard {
 public:
  /// In bytes of UTF-8.
  static constexpr std::size_t kLongestNet = 100;

  class Listener {
   public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;

    /// This board drives the net differently from now on. Must not change the bench.
    virtual void board_drives(const NetLink& link, Signal signal, Time time) = 0;
  };
  /// What clients see of the other boards.
  struct Others {
    std::size_t count = 0;     ///< how many drive or could drive the net
    std::uint64_t missed = 0;  ///< their changes that did not arrive

    friend bool operator==(const Others&, const Others&) = default;
  };

  explicit NetLink(std::string net) : net_(std::move(net)) {}

  const std::string& net() const { return net_; }
  const std::string& id() const { return host().part_id(); }
  /// What this board drives the net with.
  Signal board_signal() const { return board_; }

  /// Until listen(nullptr), which `listener` calls before it dies, unless the part has died.
  void listen(Listener* listener) { listener_ = listener; }
  /// What the other boards drive the net with, all together.
  void drive(Drive others);
  void show(bool connected, const Others& others);

  Layout layout() const override { return {.pins = {{"NET", PinRole::unknown}}}; }
  std::vector<ControlState> shows() const override;
  PinIndex beyond_pin() const override { return PinIndex{0}; }
  void board_drives(Signal signal, Time time) override;

 protected:
  void placed() override { host().drive(PinIndex{0}, others_drive_); }

 private:
  std::string net_;
  Signal board_;
  Drive others_drive_;
  Listener* listener_ = nullptr;
  bool connected_ = false;
  Others others_;
  PacedNews news_{std::chrono::milliseconds(20)};  ///< losses may be many
};

PartType net_link_type();

}  // namespace pinbridge::mqtt

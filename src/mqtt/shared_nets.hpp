#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "mqtt/allowance.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/net_link.hpp"
#include "mqtt/side_payload.hpp"
#include "mqtt/side_stream.hpp"
#include "mqtt/state_feed.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// The nets that a board shares with boards of other benches, one for each NetLink.
///
/// Each bench publishes what its own board drives a net with, and drives its link with what the
/// others do. A bench that is not online counts for nothing, and none count while there is no
/// connection: a side that leaves releases the net.
class SharedNets : public BenchListener, private NetLink::Listener {
 public:
  /// Boards that are online and share one net with this one; further ones are ignored, and logged.
  static constexpr std::size_t kMostOthers = 64;
  /// Boards that the broker knows on one net, most of which may be gone.
  static constexpr std::size_t kMostKnown = 4096;
  /// A busy link sends no more messages than this, after a burst: benches take a limited number.
  static constexpr Duration kSpacing = std::chrono::milliseconds(5);
  static constexpr std::uint32_t kBurst = 50;
  /// The last drive is sent again, because a broker whose queue is full drops the newest messages.
  static constexpr std::array<Duration, 2> kRepeats{std::chrono::seconds(2),
                                                    std::chrono::seconds(10)};

  struct Hooks {
    /// For these topics, also with the messages that the broker has retained.
    std::function<void(const std::vector<std::string>&)> subscribe;
    /// next() has a message. Called within a turn, which the hook must not change.
    std::function<void()> on_change;
  };

  /// `bench` outlives it. `run` is this bench's, as in its status.
  SharedNets(Bench& bench, Topics topics, std::string run, UtcOf utc, Hooks hooks);
  ~SharedNets() override;

  // Called within turns of the bench.

  void opened();
  void closed();
  /// The bench ends: next() removes what the broker has retained of it.
  void finish();
  /// False if the topic is none of shared nets.
  bool received(const Message& message);
  /// A message of next() was taken or refused.
  void acknowledged(const std::string& topic);

  /// The next message, all of them retained. At most one of each link is on its way: what changes
  /// meanwhile follows in one.
  std::optional<Message> next();

  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  /// A board that shares a net with this one.
  struct Other {
    std::string bench;
    std::string run;
    Signal drive;
    std::uint64_t next = 0;  ///< number of its next drive; 0: not known
    bool counts = false;     ///< its drive is in the tally
  };
  struct Link {
    NetLink* part = nullptr;
    std::string topic;
    SideStream waiting;
    bool on_its_way = false;
    Allowance pace{kBurst, kSpacing};
    std::size_t repeats = 0;              ///< that follow the last drive
    Time wake = Time::max();              ///< when it may send, or repeats
    std::map<std::string, Other> others;  ///< by "BENCH/PART"
    DriveTally tally;                     ///< of those that count
    std::size_t online = 0;               ///< their number
    std::uint64_t missed = 0;
    std::uint64_t unlogged = 0;  ///< of the missed ones
  };

  void board_drives(const NetLink& link, Signal signal, Time time) override;

  void find_links();
  void begin(Link& link);
  void wake_at(Link& link, Time time);
  void schedule();
  void wake_up();
  bool is_online(const Other& other) const;
  void update(Link& link, Other& other, Signal drive);
  void leave_out(Link& link, Other& other);
  void drive_part(Link& link);
  void update_all(Link& link);
  void status_received(const std::string& bench, const std::string& payload);
  void side_received(const SideTopic& topic, const Message& message);
  void side_left(Link& link, const std::string& name);
  void take(Link& link, Other& other, SideMessage message, bool retained);
  Other* other_of(Link& link, const SideTopic& topic);
  void forget_bench(const std::string& bench);
  void count_missed(Link& link, const Other& other, std::uint64_t count);

  Bench& bench_;
  Topics topics_;
  std::string run_;
  UtcOf utc_;
  Hooks hooks_;
  bool open_ = false;
  std::map<std::string, Link> links_;           ///< by the id of the part
  std::map<std::string, OtherStatus> benches_;  ///< of the links' others
  std::set<std::string> gone_;                  ///< topics to remove
  bool parts_are_new_ = false;                  ///< they do not know what to drive and show
  TimerId wake_;
  Allowance log_rate_{5, std::chrono::seconds(10)};
};

}  // namespace pinbridge::mqtt

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/time.hpp"
#include "loop/send_queue.hpp"
#include "loop/spin_policy.hpp"

namespace pinbridge {

/// A source of work that can be polled without a system call.
class Poller {
 public:
  Poller() = default;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;
  virtual ~Poller() = default;

  /// Processes work that has arrived, in a turn, after a call of note_work(); true if there was
  /// any.
  virtual bool poll() = 0;

  /// Spinning begins or ends: while it lasts no kick is needed for work. After it has ended the
  /// loop polls once more before it sleeps, for work that arrived without a kick.
  virtual void set_spinning(bool spinning) = 0;
};

/// A queue of events that happened earlier and carry their time.
class Backlog {
 public:
  Backlog() = default;
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;
  virtual ~Backlog() = default;

  /// Processes what is queued, each item in a turn_at() its time; a part of a long queue, because
  /// the caller waits. True if more is queued.
  virtual bool take_backlog() = 0;
};

/// The one thread that owns all state: an Asio loop whose handlers do their work in turns.
///
/// A turn has one time. Two hooks surround it: `begin(now)` before its work, `end()` after it. All
/// work on the bench happens inside turn(), whether it comes from a socket, a timer or a guest. A
/// turn has a limited share of real time: further work is left for another turn, so that no guest
/// delays others.
///
/// An exception that leaves a handler, a poller or a turn's work is logged, and the loop continues
/// (see barrier.hpp); a turn ends as usual when its work throws.
///
/// While a spin policy allows, the loop polls instead of sleeping: memory that it shares with
/// guests, while it serves its sockets and the bench's timer in between, or its descriptors.
///
/// Not thread-safe: everything, stop() included, is called on the loop's own thread.
class EventLoop {
 public:
  struct Hooks {
    std::function<void(Time now)> begin;
    /// Returns when the next timer of the bench is due, Time::max() for none.
    std::function<Time()> end;
    /// Messages are about to be sent: news is given to those who send it (see news()).
    std::function<void()> gather = {};
    /// The loop did not run for that long, beyond kLate: the process was stopped, or a handler was
    /// slow.
    std::function<void(Duration late)> late = {};
  };

  /// How work of a guest reaches the loop. A separate spin policy decides for each of them.
  enum class Arrival : std::uint8_t {
    memory,      ///< that a Poller looks at
    descriptor,  ///< by data to read
  };

  /// The real time that the work of one turn should not exceed.
  static constexpr Duration kTurnShare = std::chrono::microseconds(500);

  /// The real time of a round of all long work.
  static constexpr Duration kRoundShare = std::chrono::milliseconds(10);

  /// A loop that is later than this is reported, no more than once a second.
  static constexpr Duration kLate = std::chrono::milliseconds(50);

  explicit EventLoop(SpinPolicy::Limits limits = {});
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  boost::asio::io_context& io() { return io_; }
  void set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }

  /// Runs `work` as one turn; within a turn it joins that turn. Backlogs are processed before it.
  /// If a backlog is too long for that, the turn has the time of the last item that was processed;
  /// later items keep their own times, and time catches up.
  template <class Work>
  void turn(Work&& work) {
    const TurnGroup group(*this);
    // Before backlogs are processed: an event that happens meanwhile, unseen, is later.
    const Time now = clock_now();
    const Turn scope(*this, take_backlogs() ? last_turn_ : now);
    work();
  }

  /// The same for an event that happened at `when` and is received only now: that is the turn's
  /// time, but not before the last turn's and not after now.
  template <class Work>
  void turn_at(Time when, Work&& work) {
    const TurnGroup group(*this);
    const Turn scope(*this, std::min(when, clock_now()));
    work();
  }

  /// Turns that come at once, while this lives: what they bring is sent together, at its end.
  class TurnGroup {
   public:
    explicit TurnGroup(EventLoop& loop) : loop_(loop) { ++loop_.turn_groups_; }
    TurnGroup(const TurnGroup&) = delete;
    TurnGroup& operator=(const TurnGroup&) = delete;
    ~TurnGroup() {
      if (--loop_.turn_groups_ == 0 && !loop_.to_send_.empty()) loop_.send();
    }

   private:
    EventLoop& loop_;
  };

  /// The sender has messages: it sends when the turn is over, or, outside of a turn, soon.
  void send_after_turn(std::shared_ptr<Sender> sender, Priority priority = Priority::usual);

  /// There is something to send that Hooks::gather passes to its senders then.
  void news();

  /// Whether the work of this turn, or of the last one, has used up kTurnShare.
  bool turn_is_spent() const { return turn_took() >= kTurnShare; }

  /// The share of a turn of long work, where there are `works` of it.
  static constexpr Duration turn_share(int works) {
    return std::min(kTurnShare, kRoundShare / works);
  }

  /// Work that takes many turns, for as long as this lives. While there is a lot of it, each turn
  /// has a smaller share, so that one turn of each takes about kRoundShare.
  class LongWork {
   public:
    explicit LongWork(EventLoop& loop) : loop_(loop) { ++loop_.long_works_; }
    LongWork(const LongWork&) = delete;
    LongWork& operator=(const LongWork&) = delete;
    ~LongWork() { --loop_.long_works_; }

    bool turn_is_spent() const { return loop_.turn_took() >= turn_share(loop_.long_works_); }

   private:
    EventLoop& loop_;
  };

  /// Not owned; remove it before it is destroyed.
  void add_poller(Poller& poller);
  void remove_poller(Poller& poller);

  /// Not owned; remove before it dies, and not from within take_backlog().
  void add_backlog(Backlog& backlog) { backlogs_.push_back(&backlog); }
  void remove_backlog(Backlog& backlog) { std::erase(backlogs_, &backlog); }

  /// Work has arrived: for a poller, by a kick (its event descriptor) or found by poll(). Called
  /// before the work is processed: the expected next work is measured from then on.
  void note_work(Arrival by) { policy(by).work_arrived(clock_now()); }

  /// A guest received something that it will respond to soon.
  void expect_work(Arrival by);

  /// Work of a guest was processed, `works` of it.
  void note_done(Arrival by, std::size_t works = 1) {
    policy(by).work_done(static_cast<int>(works));
  }

  /// Whether the loop polls its pollers: kicks are not needed.
  bool spinning() const { return spinning_; }

  /// Runs until stop().
  void run();
  void stop();

 private:
  /// A turn, or a part of one, which ends however its work ends.
  class Turn {
   public:
    Turn(EventLoop& loop, Time when) : loop_(loop) { loop_.enter(when); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { loop_.leave(); }

   private:
    EventLoop& loop_;
  };

  Duration turn_took() const { return clock_now() - work_began_; }
  static Time clock_now() { return std::chrono::steady_clock::now(); }
  bool take_backlogs();
  void enter(Time when);
  void leave();
  void gather();
  void send();
  void arm_timer(Time due);
  void on_timer();
  void step();
  void watch_lateness();
  SpinPolicy& policy(Arrival by) { return policies_.at(static_cast<std::size_t>(by)); }
  void spin(Duration sockets_every);
  bool poll_once();
  void set_spinning(bool spinning);

  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::steady_timer heartbeat_{io_};
  SendQueue to_send_{io_, [this] { gather(); }};
  Hooks hooks_;
  std::array<SpinPolicy, 2> policies_;  ///< by Arrival
  std::vector<Poller*> pollers_;
  std::vector<Backlog*> backlogs_;
  Time last_turn_ = Time::min();
  Time work_began_ = Time::min();  ///< of the last turn
  Time timer_due_ = Time::max();
  Time sockets_due_ = Time::min();  ///< while spinning: when to serve the sockets next
  int depth_ = 0;
  int turn_groups_ = 0;
  bool taking_backlogs_ = false;
  bool spinning_ = false;
  bool stopped_ = false;
  int long_works_ = 0;  ///< see LongWork
};

}  // namespace pinbridge

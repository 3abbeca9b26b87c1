#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/time.hpp"
#include "loop/spin_policy.hpp"

namespace pinbridge {

/// Something that can be asked, at no cost of a system call, whether work has arrived.
class Poller {
 public:
  Poller() = default;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;
  virtual ~Poller() = default;

  /// Does what has arrived, in a turn, having told the loop by note_work() before; true if there
  /// was anything.
  virtual bool poll() = 0;

  /// Spinning begins or ends: while it lasts nobody need ring a bell for work. After it has ended
  /// the loop polls once more before it sleeps, for what came without a bell.
  virtual void set_spinning(bool spinning) = 0;
};

/// Where things may be waiting that happened earlier, and say when.
class Backlog {
 public:
  Backlog() = default;
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;
  virtual ~Backlog() = default;

  /// Does what waits, each in a turn_at() its time; little where there is much, for somebody waits.
  /// True if more waits.
  virtual bool take_backlog() = 0;
};

/// The one thread that owns all state: an Asio loop whose handlers do their work in turns.
///
/// A turn has one time. Around it stand two hooks: `begin(now)` before its work, `end()` after it.
/// Work that touches the bench happens inside turn(), whoever brings it: a socket, a timer, a
/// guest. While the spin policy says that it pays, the loop asks its pollers instead of sleeping,
/// and looks after its sockets and the bench's timer in between.
///
/// Not thread-safe: everything, stop() included, is called on the loop's own thread.
class EventLoop {
 public:
  struct Hooks {
    std::function<void(Time now)> begin;
    /// Returns when the next timer of the bench is due, Time::max() for none.
    std::function<Time()> end;
  };

  explicit EventLoop(SpinPolicy::Limits limits = {});
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  boost::asio::io_context& io() { return io_; }
  void set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }

  /// Runs `work` as one turn; within a turn it joins that turn. What waits in a backlog comes
  /// before it. Where that is too much to wait for, the turn's time is that of what came last: what
  /// comes yet keeps its own, and time catches up.
  template <class Work>
  void turn(Work&& work) {
    // Before backlogs are taken: what happens meanwhile, and is not heard of, is later.
    const Time now = clock_now();
    enter(take_backlogs() ? last_turn_ : now);
    work();
    leave();
  }

  /// The same for what happened at `when` and is heard of only now: that is the turn's time, yet
  /// none before the last turn's and none after now.
  template <class Work>
  void turn_at(Time when, Work&& work) {
    enter(std::min(when, clock_now()));
    work();
    leave();
  }

  /// Not owned; remove before it dies.
  void add_poller(Poller& poller);
  void remove_poller(Poller& poller);

  /// Not owned; remove before it dies, and not from within take_backlog().
  void add_backlog(Backlog& backlog) { backlogs_.push_back(&backlog); }
  void remove_backlog(Backlog& backlog) { std::erase(backlogs_, &backlog); }

  /// Work has arrived for a poller, by its bell (an event descriptor) or found by poll(). To be
  /// told before it is done: what it makes us expect next is measured from then on.
  void note_work();

  /// A guest was given something that it will answer soon.
  void expect_work();

  /// Whether pollers are being asked: bells need not ring.
  bool spinning() const { return spinning_; }

  /// Runs until stop().
  void run();
  void stop();

 private:
  static Time clock_now() { return std::chrono::steady_clock::now(); }
  bool take_backlogs();
  void enter(Time when);
  void leave();
  void arm_timer(Time due);
  void on_timer();
  void spin();
  bool poll_once();
  void set_spinning(bool spinning);

  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  Hooks hooks_;
  SpinPolicy spin_policy_;
  std::vector<Poller*> pollers_;
  std::vector<Backlog*> backlogs_;
  Time last_turn_ = Time::min();
  Time timer_due_ = Time::max();
  Time sockets_due_ = Time::min();  ///< while spinning: when to look after the sockets next
  int depth_ = 0;
  bool taking_backlogs_ = false;
  bool spinning_ = false;
  bool stopped_ = false;
};

}  // namespace pinbridge

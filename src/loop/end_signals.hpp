#pragma once

#include <csignal>

#include <boost/asio/signal_set.hpp>

namespace pinbridge {

/// Adds the signals that end a program in order: SIGINT, SIGTERM, and SIGHUP unless it is ignored,
/// as nohup has it.
inline void add_end_signals(boost::asio::signal_set& signals) {
  signals.add(SIGINT);
  signals.add(SIGTERM);
  struct sigaction hangup{};
  if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler == SIG_IGN) return;
  signals.add(SIGHUP);
}

}  // namespace pinbridge

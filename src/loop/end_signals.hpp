#pragma once

#include <csignal>

#include <boost/asio/signal_set.hpp>

namespace pinbridge {

/// Whether SIGHUP does not end this program, as nohup has it.
inline bool is_hangup_ignored() {
  struct sigaction hangup{};
  return sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler == SIG_IGN;
}

/// Adds the signals that end a program in order: SIGINT, SIGTERM, and SIGHUP unless it is ignored.
inline void add_end_signals(boost::asio::signal_set& signals) {
  signals.add(SIGINT);
  signals.add(SIGTERM);
  if (!is_hangup_ignored()) signals.add(SIGHUP);
}

}  // namespace pinbridge

#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "mqtt/connection.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// A bench on a broker, as its status has it. The texts come from other programs.
struct FleetBench {
  bool online = false;
  bool control = false;  ///< whether it takes commands
  std::string board;
  std::string version;
  std::string page;  ///< its address; empty if it has none, or if it is none of http
  std::string utc;   ///< when the status was published; empty while the bench is offline
};

/// All benches below one prefix of a broker, from the status that each has retained there.
class Fleet : public ConnectionListener {
 public:
  /// Further ones are left out, and counted.
  static constexpr std::size_t kMostBenches = 100'000;

  struct Hooks {
    std::function<void()> opened;
    std::function<void(const std::string& reason)> closed;
    /// The bench of this name is new, has another status, or is gone.
    std::function<void(const std::string& name)> changed;
  };

  /// `connection` outlives it.
  Fleet(Connection& connection, const std::string& prefix, Hooks hooks);

  void start() { connection_.connect(); }

  /// Removes the benches that the broker no longer has since the last connection. To be called when
  /// it has sent all that it has.
  void forget_unseen();

  /// By name.
  const std::map<std::string, FleetBench>& benches() const { return benches_; }
  std::size_t left_out() const { return left_out_; }
  /// While it is not, the list is that of the last connection.
  bool is_connected() const { return connected_; }

  void opened() override;
  void closed(const Closed& closed) override;
  void acknowledged(std::uint32_t, const Result<void>&) override {}
  void received(const Message& message) override;
  void not_subscribed(const std::string& filter, const std::string& reason) override;

 private:
  Connection& connection_;
  Topics topics_;
  std::string filter_;
  Hooks hooks_;
  bool connected_ = false;
  std::map<std::string, FleetBench> benches_;
  std::set<std::string> unseen_;  ///< names, since the last connection
  std::size_t left_out_ = 0;
};

}  // namespace pinbridge::mqtt

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/strong_id.hpp"
#include "net/drive_tally.hpp"
#include "net/level.hpp"

namespace pinbridge {

using NetId = StrongId<struct NetIdTag>;
using ContactId = StrongId<struct ContactIdTag>;

/// Two nets that something connects.
struct NetPair {
  NetId a;
  NetId b;
};

/// The components of a netlist, which do not change during its lifetime.
struct Topology {
  std::uint32_t net_count = 0;
  std::vector<NetPair> contacts;   ///< ContactId is the index; all open at first
  std::vector<NetPair> resistors;  ///< pass a drive on as `pull`
};

/// A net whose signal has changed.
struct NetChange {
  NetId net;
  Signal before;
  Signal after;
};

/// The nets of a board and their signals: pure, without clock, thread or log.
///
/// Closed contacts join nets. A net with a supply drive is stiff: it keeps the level of its
/// supplies and passes it to all nets that touch it. A net that touches two different supplies is
/// in conflict; so are two supplies that touch each other, and they still drive what else touches
/// them. The cost of resolving follows the size of the touched groups, not of the board.
class Netlist {
 public:
  explicit Netlist(const Topology& topology);

  std::uint32_t net_count() const { return static_cast<std::uint32_t>(nets_.size()); }

  /// Replaces one drive on a net with another; either may be none.
  void replace_drive(NetId net, Drive before, Drive after);

  void set_contact(ContactId contact, bool closed);
  bool is_closed(ContactId contact) const { return branches_[contact.value()].closed; }

  /// Resolves all nets touched since the last call and returns each changed net once. Valid until
  /// the next call.
  std::span<const NetChange> resolve();

  /// The signal of the net when last resolved.
  Signal signal(NetId net) const { return nets_[net.value()].signal; }

  /// The signal that the net would have without this drive, which is one of its drives. Nothing was
  /// touched since the last resolve(), whose result stays valid.
  Signal signal_without(NetId net, Drive drive);

  /// The nets that closed contacts join to this one, itself included. A stiff net ends a group and
  /// belongs to each group that it touches.
  std::vector<NetId> group(NetId net) const;

 private:
  /// What each edge needs of a net, within one line of a cache.
  struct alignas(32) Net {
    DriveTally drives;
    Signal signal;
    bool touched = false;
    bool alone = true;  ///< no contact or resistor ends there
  };
  struct Membership {
    std::uint32_t group = 0;  ///< index into groups_, valid where epoch is the current one
    std::uint32_t epoch = 0;
  };
  /// A contact or a resistor. Contacts come first, so that a ContactId is an index.
  struct Branch {
    NetPair nets;
    bool resistor = false;
    bool closed = false;
  };
  /// Nets joined by closed contacts: members_[begin, end).
  struct Group {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    DriveTally drives;
    Signal own;            ///< the result of its own drives, without resistors
    bool settled = false;  ///< its nets have their signals in this pass
  };

  void touch(NetId net);
  void touch_shorted_supplies(NetId net);
  std::span<const std::uint32_t> branches_of(NetId net) const;
  NetId far_end(const Branch& branch, NetId near) const;
  bool is_stiff(NetId net) const { return nets_[net.value()].drives.has_supply(); }

  void begin_pass();
  std::uint32_t group_of(NetId net);
  std::uint32_t collect_group(NetId start);
  void settle_net(NetId net);
  void settle_stiff(NetId net);
  void settle_group(std::uint32_t group);
  void settle_weak_region(std::uint32_t group);
  void visit_resistors(std::uint32_t group, const auto& visit);
  void assign(std::uint32_t group, Signal signal);
  void assign(NetId net, Signal signal);

  std::vector<Net> nets_;
  std::vector<Membership> memberships_;  ///< of each net
  std::vector<Branch> branches_;
  std::vector<std::uint32_t>
      first_branch_;  ///< of each net, into branch_index_; one more at the end
  std::vector<std::uint32_t> branch_index_;
  std::vector<NetId> touched_;
  std::vector<NetChange> changes_;

  // Buffers of one pass, kept to reuse their memory.
  std::uint32_t epoch_ = 0;
  std::vector<NetId> members_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> region_;
};

}  // namespace pinbridge

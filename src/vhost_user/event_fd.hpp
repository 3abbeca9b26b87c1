#pragma once

#include "base/result.hpp"
#include "vhost_user/received_fd.hpp"

namespace pinbridge::vhost_user {

// An eventfd that a peer shares is one open file for both: the peer can clear O_NONBLOCK, fill or
// empty the counter at any time, also between two of our system calls. A read or write of it may
// therefore block whatever was checked before. So neither is ever done:
//
// - A kick is noticed by an edge-triggered epoll, and its counter is never read (see Kick). The
//   kernel's own vhost does the same.
// - A call is signalled by the kernel's eventfd_signal(), through the completion of an asynchronous
//   read of nothing (io_submit with IOCB_FLAG_RESFD). It adds to the counter, or leaves it at its
//   maximum, and never waits.

/// Accepts a descriptor for kicks or calls: only an eventfd. Looks at its name and asks nothing of
/// the file.
Result<ReceivedFd> as_event_fd(ReceivedFd fd);

/// Signals an eventfd without waiting. A full one is signalled already.
///
/// Where the kernel has no asynchronous I/O, or none left (fs.aio-max-nr), it is written to if it
/// has room and was made non-blocking just before. A peer that changes both in that moment can then
/// delay us; the log warns of it once.
void signal_event(int event_fd);

}  // namespace pinbridge::vhost_user

#include "mqtt/mosquitto_connection.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/asio/post.hpp>
#include <poll.h>
#include <sys/eventfd.h>

#include "base/background_thread.hpp"
#include "base/rate_limit.hpp"
#include "base/unique_fd.hpp"
#include "mqtt/mosquitto_client.hpp"

namespace pinbridge::mqtt {
namespace {

/// What was received and not handled yet; the thread then waits with reading.
constexpr std::size_t kMostUnhandled = 64;

constexpr Duration kLongestHandshake = std::chrono::seconds(15);
constexpr Duration kLongestPoll = std::chrono::milliseconds(500);
constexpr Duration kLongestStop = std::chrono::milliseconds(300);
constexpr Duration kUnhandledPoll = std::chrono::milliseconds(5);

Time clock_now() {
  return std::chrono::steady_clock::now();
}

void initialize_library() {
  static std::once_flag once;
  std::call_once(once, [] { mosquitto_lib_init(); });
}

}  // namespace

/// Between the loop and the thread. The loop is only accessed while the mutex is held, because it
/// may end.
struct MosquittoConnection::Mailbox {
  using Request = std::function<void(Worker&)>;

  std::mutex mutex;
  EventLoop* loop = nullptr;
  MosquittoConnection* owner = nullptr;  ///< only accessed on the loop
  std::deque<Request> requests;
  std::size_t unhandled = 0;
  bool ended = false;
  bool running = false;  ///< the thread
  std::condition_variable stopped;
  UniqueFd wake{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};

  void request(Request request) {
    const std::lock_guard lock(mutex);
    requests.push_back(std::move(request));
    eventfd_write(wake.get(), 1);
  }
};

/// The thread's side. All of libmosquitto is used here only.
class MosquittoConnection::Worker {
 public:
  Worker(std::shared_ptr<Mailbox> mailbox, BrokerLogin login)
      : mailbox_(std::move(mailbox)), login_(std::move(login)) {}

  void run() {
    while (do_requests()) {
      serve();
      report_end();
      wait();
    }
  }

  // Requests.

  void open() {
    client_.emplace(MosquittoClient::Events{
        .opened = [this] { deliver([](ConnectionListener& to) { to.opened(); }); },
        .acknowledged =
            [this](std::uint32_t id, Result<void> result) {
              deliver([id, result = std::move(result)](ConnectionListener& to) {
                to.acknowledged(id, result);
              });
            },
        .received =
            [this](Message message) {
              read_after_ = clock_now() + limit_.take(clock_now());
              deliver(
                  [message = std::move(message)](ConnectionListener& to) { to.received(message); });
            },
        .not_subscribed =
            [this](std::string filter, std::string reason) {
              deliver([filter = std::move(filter), reason = std::move(reason)](
                          ConnectionListener& to) { to.not_subscribed(filter, reason); });
            }});
    client_->open(login_);
    deadline_ = clock_now() + kLongestHandshake;
  }
  void publish(std::uint32_t id, const Message& message) {
    if (is_usable()) client_->publish(id, message);
  }
  void subscribe(const std::vector<std::string>& filters, Retained retained) {
    for (const std::string& filter : filters) {
      if (is_usable()) client_->subscribe(filter, retained);
    }
  }
  void disconnect() {
    if (is_usable()) client_->disconnect();
  }

 private:
  /// False once the thread is to end.
  bool do_requests() {
    std::deque<Mailbox::Request> requests;
    {
      const std::lock_guard lock(mailbox_->mutex);
      eventfd_t count = 0;
      eventfd_read(mailbox_->wake.get(), &count);
      if (mailbox_->ended) return false;
      requests.swap(mailbox_->requests);
    }
    for (const auto& request : requests) request(*this);
    return true;
  }

  bool is_usable() const { return client_ && !client_->closed(); }

  void wait() {
    ready_ = {pollfd{mailbox_->wake.get(), POLLIN, 0}, pollfd{-1, 0, 0}};
    int timeout = -1;  // until there is a request
    if (client_) {
      Duration most = kLongestPoll;
      short events = client_->wants_to_write() ? POLLOUT : 0;
      const Duration pause = pause_of_reading();
      if (pause > Duration::zero()) {
        most = std::min(most, pause);
      } else {
        events |= POLLIN;
      }
      ready_[1] = {client_->socket(), events, 0};
      timeout = static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(most).count());
    }
    if (poll(ready_.data(), ready_.size(), timeout) < 0) ready_[1].revents = 0;
  }

  Duration pause_of_reading() {
    {
      const std::lock_guard lock(mailbox_->mutex);
      if (mailbox_->unhandled >= kMostUnhandled) return kUnhandledPoll;
    }
    return read_after_ - clock_now();
  }

  void serve() {
    if (!is_usable()) return;
    const auto events = std::exchange(ready_[1].revents, 0);
    const bool failed = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    client_->serve(failed || (events & POLLIN) != 0, (events & POLLOUT) != 0);
    if (failed) end_handshake();
    if (!client_->is_open() && clock_now() >= deadline_) {
      client_->give_up("the broker does not answer");
    }
  }

  /// libmosquitto 2.0.11 does not report that the connection was lost in the handshake, and poll()
  /// would return at once until the deadline.
  void end_handshake() {
    if (client_->closed() || !client_->in_handshake()) return;
    // The library stops to read at the end of the handshake. The broker's reason may follow there.
    client_->serve(true, false);
    if (client_->closed() || !client_->in_handshake()) return;
    client_->give_up("the connection was lost in the TLS handshake");
  }

  void report_end() {
    if (!client_ || !client_->closed()) return;
    const Closed closed = *client_->closed();
    client_.reset();
    deliver([closed](ConnectionListener& to) { to.closed(closed); });
  }

  void deliver(Event event) {
    const std::lock_guard lock(mailbox_->mutex);
    if (mailbox_->loop == nullptr) return;
    boost::asio::post(mailbox_->loop->io(), [mailbox = mailbox_, event = std::move(event)] {
      {
        const std::lock_guard counted(mailbox->mutex);
        --mailbox->unhandled;
      }
      if (mailbox->owner != nullptr) mailbox->owner->handle(event);
    });
    // Where the above throws, nothing is to be handled. The event waits for the mutex.
    ++mailbox_->unhandled;
  }

  std::shared_ptr<Mailbox> mailbox_;
  BrokerLogin login_;
  std::optional<MosquittoClient> client_;
  Time deadline_;  ///< for the broker's answer
  Time read_after_{};
  RateLimit limit_{kMessageBurst, kMessagesPerSecond};
  std::array<pollfd, 2> ready_{};
};

MosquittoConnection::MosquittoConnection(EventLoop& loop, BrokerLogin login)
    : loop_(loop), login_(std::move(login)), mailbox_(std::make_shared<Mailbox>()) {
  // Reads the configuration of OpenSSL.
  initialize_library();
  mailbox_->loop = &loop;
  mailbox_->owner = this;
}

MosquittoConnection::~MosquittoConnection() {
  mailbox_->owner = nullptr;
  std::unique_lock lock(mailbox_->mutex);
  mailbox_->loop = nullptr;
  mailbox_->ended = true;
  eventfd_write(mailbox_->wake.get(), 1);
  // OpenSSL is not used while the process exits, unless the system keeps the thread waiting.
  mailbox_->stopped.wait_for(lock, kLongestStop, [this] { return !mailbox_->running; });
}

void MosquittoConnection::connect() {
  if (!has_thread_ && !start_thread()) return;
  mailbox_->request([](Worker& worker) { worker.open(); });
}

bool MosquittoConnection::start_thread() {
  mailbox_->running = true;  // no other thread accesses it yet
  try {
    background_thread([mailbox = mailbox_, login = login_] {
      Worker(mailbox, login).run();
      const std::lock_guard lock(mailbox->mutex);
      mailbox->running = false;
      mailbox->stopped.notify_all();
    }).detach();
    has_thread_ = true;
    return true;
  } catch (const std::system_error& error) {
    boost::asio::post(loop_.io(), [mailbox = mailbox_, why = std::string(error.what())] {
      if (mailbox->owner == nullptr) return;
      mailbox->owner->handle([&](ConnectionListener& to) { to.closed({why}); });
    });
    mailbox_->running = false;
    return false;
  }
}

void MosquittoConnection::publish(std::uint32_t id, Message message) {
  mailbox_->request(
      [id, message = std::move(message)](Worker& worker) { worker.publish(id, message); });
}

void MosquittoConnection::subscribe(const std::vector<std::string>& filters, Retained retained) {
  mailbox_->request([filters, retained](Worker& worker) { worker.subscribe(filters, retained); });
}

void MosquittoConnection::disconnect() {
  mailbox_->request([](Worker& worker) { worker.disconnect(); });
}

void MosquittoConnection::handle(const Event& event) {
  if (listener_ != nullptr) loop_.turn([&] { event(*listener_); });
}

}  // namespace pinbridge::mqtt

#include "mqtt/session.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/printable.hpp"
#include "mqtt/command_runner.hpp"
#include "mqtt/discovery.hpp"

namespace pinbridge::mqtt {

Session::Session(api::Commands& commands, Connection& connection, Topics topics, Options options)
    : commands_(commands),
      connection_(connection),
      topics_(topics),
      options_(std::move(options)),
      feed_(
          commands.bench(), std::move(topics), options_.utc, options_.edges,
          [this] { return announcements(); }, [this] { on_change(); }),
      nets_(commands.bench(), topics_, options_.status.run, options_.utc,
            {[this](const auto& filters) { connection_.subscribe(filters, Retained::sent); },
             [this] { pump_soon(); }}),
      backoff_(options_.seed) {}

Session::~Session() {
  for (const TimerId timer : {frame_, pump_, retry_, refused_retry_})
    bench().timers().cancel(timer);
}

std::vector<Message> Session::announcements() const {
  if (options_.discovery.empty()) return {};
  return discovery_messages(bench(), topics_, options_.status, options_.discovery);
}

void Session::finish(std::function<void()> done) {
  bench().timers().cancel(retry_);
  if (!open_) return done();
  nets_.finish();
  done_ = std::move(done);
  edges_before_status_ = feed_.edges().waiting();
  for (const EdgeBatch& batch : again_) edges_before_status_ += batch.edges.size();
  announce_status();
}

void Session::opened() {
  open_ = true;
  backoff_.reset();
  last_failure_.clear();
  if (log_rate_.take(now())) spdlog::info("{}: connected", options_.broker);
  log_dropped_edges();
  if (options_.status.control) {
    connection_.subscribe(topics_.command_filters(), Retained::skipped);
  }
  nets_.opened();
  feed_.mark_all();
  edges_before_status_ = 0;
  announce_status();
}

/// After the states that are stale now, and not after those that change from now on: a bench that
/// never rests would never be online.
void Session::announce_status() {
  status_is_due_ = true;
  states_before_status_ = feed_.stale();
  begin_frame();
}

void Session::closed(const Closed& closed) {
  open_ = false;
  std::set<std::string> states;
  // Their order is that of their ids; those of the connection before wait behind them.
  for (auto it = in_flight_.rbegin(); it != in_flight_.rend(); ++it) {
    if (it->second.batch) again_.push_front(std::move(*it->second.batch));
    if (it->second.retain && !it->second.of_net) states.insert(it->second.topic);
  }
  in_flight_.clear();
  nets_.closed();
  // All that exist are sent after each connection; those that were to be removed are not.
  states.erase(topics_.status());
  feed_.send_again(std::move(states));
  answers_.clear();
  if (done_) return std::exchange(done_, {})();
  if (closed.replaced) {
    spdlog::error(
        "{}: another bench has connected under the same name, so this one is no longer published; "
        "give each bench its own --mqtt-name: {}",
        options_.broker, topics_.base());
    return;
  }
  report_closed(closed.reason);
  retry_ = bench().timers().add(now() + backoff_.next(), [this] { connection_.connect(); });
}

void Session::acknowledged(std::uint32_t id, const Result<void>& result) {
  auto found = in_flight_.extract(id);
  if (found.empty()) return;
  const Pending& sent = found.mapped();
  if (sent.of_net) nets_.acknowledged(sent.topic);
  if (!result) refused(sent, result.error());
  pump();
}

void Session::refused(const Pending& sent, const Error& error) {
  report_refusal(sent.topic, error);
  if (sent.batch) feed_.edges().give_up(*sent.batch);
  if (sent.of_net || !sent.retain || error.code != ErrorCode::busy) return;
  if (refused_.empty()) {
    refused_retry_ = bench().timers().add(now() + kRetryRefused, [this] { send_refused_again(); });
  }
  refused_.insert(sent.topic);
}

void Session::send_refused_again() {
  auto topics = std::exchange(refused_, {});
  const bool status = topics.erase(topics_.status()) > 0;
  feed_.send_again(std::move(topics));
  if (status) return announce_status();
  begin_frame();
}

void Session::received(const Message& message) {
  if (nets_.received(message) || !options_.status.control) return;
  const auto done = run_command(commands_, topics_, message);
  if (!done) answer(message.topic, done.error());
}

void Session::not_subscribed(const std::string& filter, const std::string& reason) {
  spdlog::warn("{}: the broker refused a subscription, so what is sent there has no effect: {}: {}",
               options_.broker, filter, printable(reason));
}

void Session::answer(const std::string& topic, const Error& error) {
  if (!open_ || answers_.size() >= kMostAnswers || !answer_rate_.take(now())) return;
  answers_.push_back(
      {topics_.errors(), error_payload(topic, error, answer_rate_.take_suppressed()), false});
  pump();
}

void Session::report_refusal(const std::string& topic, const Error& error) {
  if (!log_rate_.take(now())) return;
  const auto more = log_rate_.take_suppressed();
  spdlog::warn("{}: the broker refused a message: {}: {}{}", options_.broker, topic,
               printable(error.message),
               more > 0 ? fmt::format(" ({} more were not logged)", more) : "");
}

/// Each reason once, until there is a connection.
void Session::report_closed(const std::string& reason) {
  if (std::exchange(last_failure_, reason) == reason || !log_rate_.take(now())) return;
  spdlog::warn("{}: not connected: {}; will try again", options_.broker, printable(reason));
}

void Session::log_dropped_edges() {
  const auto dropped = feed_.edges().dropped();
  if (dropped == dropped_logged_) return;
  spdlog::warn("{}: {} edges were dropped, because more than {} waited for the broker",
               options_.broker, dropped - std::exchange(dropped_logged_, dropped),
               EdgeStream::kMostWaiting);
}

/// Edges are sent at the end of the turn, all of the turn together; states by the frame.
void Session::on_change() {
  // A bench that ends does not wait until nothing changes.
  if (!open_ || done_) return;
  if (!feed_.edges().empty()) pump_soon();
  if (feed_.stale() > 0 && !frame_is_due_) {
    frame_is_due_ = true;
    frame_ = bench().timers().add(std::max(now(), last_frame_ + kFrame), [this] {
      frame_is_due_ = false;
      begin_frame();
    });
  }
}

void Session::pump_soon() {
  if (!open_ || std::exchange(pump_is_due_, true)) return;
  pump_ = bench().timers().add(now(), [this] {
    pump_is_due_ = false;
    pump();
  });
}

void Session::begin_frame() {
  last_frame_ = now();
  states_left_ = feed_.stale();
  // Another board may have fewer.
  states_before_status_ = std::min(states_before_status_, states_left_);
  pump();
}

void Session::pump() {
  // Nothing follows the status of a bench that ends.
  while (open_ && in_flight_.size() < kWindow && (!done_ || status_is_due_)) {
    auto outgoing = next();
    if (!outgoing) break;
    in_flight_.emplace(++last_id_, Pending{outgoing->message.topic, outgoing->message.retain,
                                           std::move(outgoing->batch), outgoing->of_net});
    connection_.publish(last_id_, std::move(outgoing->message));
  }
  if (!open_ || !done_ || !in_flight_.empty()) return;
  open_ = false;
  connection_.disconnect();
}

std::optional<Session::Outgoing> Session::next() {
  if (!answers_.empty()) {
    Outgoing answer{std::move(answers_.front())};
    answers_.pop_front();
    return answer;
  }
  // Before all else: other boards wait for it.
  if (auto message = nets_.next()) return Outgoing{std::move(*message), std::nullopt, true};
  if (is_status_next()) return next_status();
  // By turns, so that neither waits for all of the other.
  states_first_ = !states_first_;
  auto first = states_first_ ? next_state() : next_edges();
  if (first) return first;
  auto second = states_first_ ? next_edges() : next_state();
  if (second) return second;
  return next_status();
}

std::optional<Session::Outgoing> Session::next_edges() {
  std::optional<EdgeBatch> batch;
  if (again_.empty()) {
    batch = feed_.edges().take();
  } else {
    batch = std::move(again_.front());
    again_.pop_front();
  }
  if (!batch) return std::nullopt;
  edges_before_status_ -= std::min(edges_before_status_, batch->edges.size());
  const Time first = batch->edges.front().time;
  Message message{topics_.edges(),
                  edges_payload(options_.status.run, *batch, feed_.moment(first).utc), false};
  return Outgoing{std::move(message), std::move(batch)};
}

std::optional<Session::Outgoing> Session::next_state() {
  if (states_left_ == 0) return std::nullopt;
  --states_left_;
  if (states_before_status_ > 0) --states_before_status_;
  auto message = feed_.next_state();
  if (!message) return std::nullopt;
  return Outgoing{std::move(*message)};
}

/// After them, all states are current where a consumer reads that the bench is online, and it has
/// the last edges where it reads that the bench is offline.
bool Session::is_status_next() const {
  return status_is_due_ && states_before_status_ == 0 && edges_before_status_ == 0;
}

std::optional<Session::Outgoing> Session::next_status() {
  if (!std::exchange(status_is_due_, false)) return std::nullopt;
  auto payload = done_ ? offline_payload(options_.status.run)
                       : online_payload(options_.status, feed_.moment(now()));
  return Outgoing{{topics_.status(), std::move(payload), true}};
}

}  // namespace pinbridge::mqtt

#include "app/broker_link.hpp"

#include <chrono>
#include <random>
#include <utility>

#include <boost/asio/post.hpp>

namespace pinbridge::app {
namespace {

/// The same moment by the clock of the world, which may have been set since.
std::chrono::system_clock::time_point utc_of(Time time) {
  const auto ago = std::chrono::steady_clock::now() - time;
  return std::chrono::system_clock::now() -
         std::chrono::duration_cast<std::chrono::system_clock::duration>(ago);
}

Result<mqtt::EdgeChoice> edge_choice(const api::Commands& commands,
                                     const std::vector<std::string>& names) {
  mqtt::EdgeChoice choice;
  for (const std::string& name : names) {
    if (name == "all") {
      choice.all = true;
      continue;
    }
    const auto pin = commands.pin(name);
    if (!pin) return make_error(pin.error().code, "--mqtt-edges: {}", pin.error().message);
    // In reports, an alias is never used.
    choice.pins.insert(commands.bench().pins().name(*pin));
  }
  return choice;
}

mqtt::BrokerLogin login(const BrokerOptions& options, const mqtt::Topics& topics,
                        const std::string& run) {
  auto login = login_of(options, "pinbridge/" + topics.base());
  login.last_will = {topics.status(), mqtt::offline_payload(run), true};
  return login;
}

}  // namespace

Result<std::unique_ptr<BrokerLink>> BrokerLink::start(EventLoop& loop, api::Commands& commands,
                                                      const BrokerOptions& options,
                                                      const std::string& page) {
  auto edges = edge_choice(commands, options.edges);
  if (!edges) return edges.error();
  std::string name = options.name.empty() ? commands.board_name() : options.name;
  if (name.empty()) name = "bench";
  const mqtt::BenchStatus status{.board = commands.board_name(),
                                 .run = random_text(),
                                 .control = options.control,
                                 .edges = options.edges,
                                 .page = page};
  return std::unique_ptr<BrokerLink>(new BrokerLink(loop, commands, options,
                                                    mqtt::Topics(options.address.prefix, name),
                                                    {.status = status,
                                                     .edges = std::move(*edges),
                                                     .utc = utc_of,
                                                     .discovery = options.discovery,
                                                     .broker = options.address.text(),
                                                     .seed = std::random_device{}()}));
}

BrokerLink::BrokerLink(EventLoop& loop, api::Commands& commands, const BrokerOptions& options,
                       mqtt::Topics topics, mqtt::Session::Options session)
    : loop_(loop),
      alive_(std::make_shared<char>()),
      connection_(loop, login(options, topics, session.status.run)) {
  loop_.turn([&] {
    session_.emplace(commands, connection_, std::move(topics), std::move(session));
    connection_.listen(&*session_);
  });
  // Not before the loop runs: the thread is to be confined as the caller is by then.
  boost::asio::post(loop_.io(), [this, alive = std::weak_ptr<void>(alive_)] {
    if (!alive.expired()) loop_.turn([this] { session_->start(); });
  });
}

BrokerLink::~BrokerLink() {
  connection_.listen(nullptr);
}

void BrokerLink::wind_up(std::function<void()> done) {
  loop_.turn([&] { session_->finish(std::move(done)); });
}

}  // namespace pinbridge::app

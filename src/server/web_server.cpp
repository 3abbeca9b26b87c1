#include "server/web_server.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "loop/barrier.hpp"
#include "server/http_connection.hpp"
#include "server/web_socket_connection.hpp"

namespace pinbridge::server {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCodeOfAsio = boost::system::error_code;

namespace {

/// If no descriptors are left, for example, the loop must not spin until there are some.
constexpr std::chrono::seconds kPause{1};

Result<Tcp::acceptor> listen_on(asio::io_context& io, const WebAddress& address) {
  const Tcp::endpoint endpoint(address.address, address.port);
  ErrorCodeOfAsio error;
  Tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return acceptor;
  return make_error(error == asio::error::address_in_use ? ErrorCode::busy : ErrorCode::system,
                    "cannot serve the page on {}: {}; name another with --http ADDRESS:PORT, or "
                    "go without one: --http off",
                    address.text(), error.message());
}

/// The default port, or the next free one.
Result<Tcp::acceptor> listen_somewhere(asio::io_context& io) {
  WebAddress address;
  for (std::uint16_t i = 0; i < WebServer::kPortsToTry; ++i, ++address.port) {
    auto acceptor = listen_on(io, address);
    if (acceptor || acceptor.error().code != ErrorCode::busy) return acceptor;
  }
  return listen_on(io, {});
}

}  // namespace

Result<std::unique_ptr<WebServer>> WebServer::open(EventLoop& loop, api::Hub& hub,
                                                   std::span<const WebFile> files,
                                                   const std::optional<WebAddress>& address) {
  auto acceptor = address ? listen_on(loop.io(), *address) : listen_somewhere(loop.io());
  if (!acceptor) return acceptor.error();
  WebAddress bound = address.value_or(WebAddress{});
  bound.port = acceptor->local_endpoint().port();
  const std::string token = bound.is_local() ? "" : WebGuard::make_token();
  return std::unique_ptr<WebServer>(
      new WebServer(loop, hub, files, std::move(*acceptor), bound, token));
}

WebServer::WebServer(EventLoop& loop, api::Hub& hub, std::span<const WebFile> files,
                     Tcp::acceptor acceptor, const WebAddress& address, const std::string& token)
    : loop_(loop),
      hub_(hub),
      acceptor_(std::move(acceptor)),
      pause_(loop.io()),
      address_(address),
      site_(hub, WebGuard(address, token), files) {
  accept();
}

WebServer::~WebServer() {
  while (!requests_.empty()) requests_.back()->close();
}

void WebServer::wind_up(std::function<void()> done) {
  acceptor_.close();
  pause_.cancel();
  while (!requests_.empty()) requests_.back()->close();
  clients_.wind_up(std::move(done));
}

std::string WebServer::url() const {
  return fmt::format("http://{}/{}", address_.text(), site_.guard().query());
}

void WebServer::accept() {
  acceptor_.async_accept([this](ErrorCodeOfAsio error, Tcp::socket socket) {
    // Then this may be gone.
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      guarded("connection of a browser", [&] { welcome(std::move(socket)); });
      return accept();
    }
    spdlog::warn("cannot accept a browser: {}; trying again every second", error.message());
    pause_.expires_after(kPause);
    pause_.async_wait([this](ErrorCodeOfAsio cancelled) {
      if (!cancelled) accept();
    });
  });
}

void WebServer::welcome(Tcp::socket socket) {
  ErrorCodeOfAsio ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  const auto endpoint = socket.remote_endpoint(ignored);
  if (ignored) return;  // it left already
  make_room(endpoint.address());
  const HttpConnection::Handlers handlers{
      .authorized = [this] { return has_room(); },
      .closed =
          [this](HttpConnection& gone) {
            std::erase_if(requests_, [&](const auto& held) { return held.get() == &gone; });
          },
      .upgraded = [this](boost::beast::tcp_stream stream,
                         HttpRequest request) { upgrade(std::move(stream), std::move(request)); }};
  requests_.push_back(
      std::make_shared<HttpConnection>(loop_, hub_.memory(), site_, std::move(socket), handlers));
  HttpConnection::start(requests_.back());
}

/// Closes the oldest unauthorized client if there are too many, from this address or in total.
void WebServer::make_room(const asio::ip::address& peer) {
  std::size_t unauthorized = 0;
  std::size_t of_peer = 0;
  for (const auto& request : requests_) {
    if (request->is_authorized()) continue;
    ++unauthorized;
    if (request->peer() == peer) ++of_peer;
  }
  const bool peer_has_too_many = of_peer >= kMostUnauthorizedOfOne;
  if (!peer_has_too_many && unauthorized < kMostUnauthorized) return;
  const auto oldest = std::ranges::find_if(requests_, [&](const auto& request) {
    return !request->is_authorized() && (!peer_has_too_many || request->peer() == peer);
  });
  const auto held = std::shared_ptr(*oldest);  // closing it takes it off the list
  held->close();
}

bool WebServer::has_room() const {
  const auto authorized = std::ranges::count_if(
      requests_, [](const auto& request) { return request->is_authorized(); });
  return static_cast<std::size_t>(authorized) + clients_.size() < kMostConnections;
}

void WebServer::upgrade(boost::beast::tcp_stream stream, HttpRequest request) {
  clients_.add(std::make_shared<WebSocketConnection>(loop_, hub_, std::move(stream),
                                                     std::move(request), clients_.closed()));
}

}  // namespace pinbridge::server

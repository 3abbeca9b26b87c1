#include "links/stream/stream_link.hpp"

#include <utility>

namespace pinbridge::stream {

StreamLink::StreamLink(EventLoop& loop, std::filesystem::path socket, Options options)
    : loop_(loop),
      begin_(std::move(options.begin)),
      socket_(loop, std::move(socket), std::move(options.chip), std::move(options.peer), *this) {}

StreamLink::~StreamLink() {
  if (peer_) leave();
}

void StreamLink::begin(UnixSocket socket) {
  peer_ = std::make_unique<Peer>();
  Peer& peer = *peer_;
  peer.stream = std::make_unique<ByteStream>(
      std::move(socket),
      ByteStream::Handlers{
          .on_bytes =
              [this, &peer](std::span<const std::byte> bytes) {
                Result<void> taken;
                loop_.turn([&] { taken = peer.conversation->receive(bytes); });
                return taken;
              },
          .on_end = [this](const std::optional<Error>& error) { socket_.part(error); }});
  loop_.turn([&] {
    peer.conversation = begin_(
        [stream = peer.stream.get()](std::span<const std::byte> bytes) { stream->send(bytes); });
  });
}

void StreamLink::leave() {
  // The conversation first: what it sends at its end goes to the stream.
  loop_.turn([peer = std::move(peer_)] { peer->conversation.reset(); });
}

}  // namespace pinbridge::stream

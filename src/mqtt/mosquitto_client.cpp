#include "mqtt/mosquitto_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "mqtt/payloads.hpp"

namespace pinbridge::mqtt {
namespace {

constexpr int kKeepAliveSeconds = 30;
constexpr int kQos = 1;
constexpr int kFirstFailure = 128;  ///< of the reason codes of MQTT 5

/// A directory of certificates, as Debian's ca-certificates makes it.
constexpr const char* kSystemCertificates = "/etc/ssl/certs";

/// A key with a passphrase is not supported: OpenSSL must not ask for it on the terminal.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return 0;
}

/// Why the broker refused a message; busy if it may take the message later.
Error refusal(int reason) {
  const bool for_now = reason == MQTT_RC_QUOTA_EXCEEDED;
  return make_error(for_now ? ErrorCode::busy : ErrorCode::unsupported, "{}",
                    mosquitto_reason_string(reason));
}

std::string reason_text(int reason) {
  if (reason >= kFirstFailure) return mosquitto_reason_string(reason);
  return mosquitto_connack_string(reason);
}

const char* text_or_null(const std::filesystem::path& path) {
  return path.empty() ? nullptr : path.c_str();
}

/// What was received so far, in TCP. The system turns it off again by itself.
void acknowledge_at_once(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

}  // namespace

void MosquittoClient::open(const BrokerLogin& login) {
  client_.reset(mosquitto_new(login.client_id.c_str(), true, this));
  if (!client_) return close({std::strerror(errno)});
  set_callbacks();
  tls_ = login.address.tls;
  if (!configure(login)) return;
  // Also called for a connection that is pending, which a blocking call does not leave.
  check(connect(login.address));
}

int MosquittoClient::connect(const BrokerAddress& address) {
  mosquitto_property* properties = nullptr;
  int result =
      mosquitto_property_add_int32(&properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, kLargestPacket);
  if (result == MOSQ_ERR_SUCCESS) {
    result = mosquitto_connect_bind_v5(client_.get(), address.host.c_str(), address.port,
                                       kKeepAliveSeconds, nullptr, properties);
  }
  const int error = errno;
  mosquitto_property_free_all(&properties);
  errno = error;  // which check() reports
  return result;
}

bool MosquittoClient::configure(const BrokerLogin& login) {
  mosquitto* client = client_.get();
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  const Message& will = login.last_will;
  if (!will.topic.empty() && !check(mosquitto_will_set_v5(
                                 client, will.topic.c_str(), static_cast<int>(will.payload.size()),
                                 will.payload.data(), kQos, will.retain, nullptr))) {
    return false;
  }
  if (!login.address.user.empty()) {
    const char* password = login.password.empty() ? nullptr : login.password.c_str();
    if (!check(mosquitto_username_pw_set(client, login.address.user.c_str(), password))) {
      return false;
    }
  }
  if (!login.address.tls) return true;
  const char* directory = login.ca_file.empty() ? kSystemCertificates : nullptr;
  return check(mosquitto_tls_set(client, text_or_null(login.ca_file), directory,
                                 text_or_null(login.certificate), text_or_null(login.key),
                                 no_passphrase));
}

/// The library is written in C: no exception may pass through it.
template <class Action>
void MosquittoClient::call_back(void* self, Action action) {
  auto& client = *static_cast<MosquittoClient*>(self);
  try {
    action(client);
  } catch (const std::bad_alloc&) {
    client.close({"out of memory"});  // short enough to need none itself
  } catch (...) {
    client.close({"internal error"});
  }
}

void MosquittoClient::set_callbacks() {
  mosquitto* client = client_.get();
  mosquitto_connect_v5_callback_set(
      client, [](mosquitto*, void* self, int reason, int, const mosquitto_property*) {
        call_back(self, [&](MosquittoClient& to) { to.on_connect(reason); });
      });
  mosquitto_disconnect_v5_callback_set(
      client, [](mosquitto*, void* self, int reason, const mosquitto_property*) {
        call_back(self, [&](MosquittoClient& to) { to.on_disconnect(reason); });
      });
  mosquitto_publish_v5_callback_set(
      client, [](mosquitto*, void* self, int mid, int reason, const mosquitto_property*) {
        call_back(self, [&](MosquittoClient& to) { to.on_publish(mid, reason); });
      });
  mosquitto_subscribe_v5_callback_set(client, [](mosquitto*, void* self, int mid, int count,
                                                 const int* granted, const mosquitto_property*) {
    call_back(self, [&](MosquittoClient& to) { to.on_subscribe(mid, count, granted); });
  });
  mosquitto_message_v5_callback_set(
      client,
      [](mosquitto*, void* self, const mosquitto_message* message, const mosquitto_property*) {
        call_back(self, [&](MosquittoClient& to) { to.on_message(*message); });
      });
  mosquitto_log_callback_set(client, [](mosquitto*, void* self, int level, const char* text) {
    call_back(self, [&](MosquittoClient& to) { to.on_log(level, text); });
  });
}

void MosquittoClient::publish(std::uint32_t id, const Message& message) {
  int mid = 0;
  const int result = mosquitto_publish_v5(client_.get(), &mid, message.topic.c_str(),
                                          static_cast<int>(message.payload.size()),
                                          message.payload.data(), kQos, message.retain, nullptr);
  switch (result) {
    case MOSQ_ERR_INVAL:  // such as a topic that is too long
    case MOSQ_ERR_MALFORMED_UTF8:
    case MOSQ_ERR_PAYLOAD_SIZE:
    case MOSQ_ERR_OVERSIZE_PACKET:
    case MOSQ_ERR_QOS_NOT_SUPPORTED:
    case MOSQ_ERR_RETAIN_NOT_SUPPORTED:
      events_.acknowledged(id, make_error(ErrorCode::limit, "{}", mosquitto_strerror(result)));
      return;
    default:
      ids_[mid] = id;
      check(result);
  }
}

void MosquittoClient::subscribe(const std::string& filter, Retained retained) {
  int mid = 0;
  const int options = MQTT_SUB_OPT_NO_LOCAL |
                      (retained == Retained::sent
                           ? MQTT_SUB_OPT_SEND_RETAIN_ALWAYS
                           : MQTT_SUB_OPT_SEND_RETAIN_NEVER | MQTT_SUB_OPT_RETAIN_AS_PUBLISHED);
  const int result =
      mosquitto_subscribe_v5(client_.get(), &mid, filter.c_str(), kQos, options, nullptr);
  filters_[mid] = filter;
  check(result);
}

void MosquittoClient::disconnect() {
  check(mosquitto_disconnect_v5(client_.get(), MQTT_RC_NORMAL_DISCONNECTION, nullptr));
}

void MosquittoClient::serve(bool readable, bool writable) {
  if (readable && !check(mosquitto_loop_read(client_.get(), 1))) return;
  // Brokers hold the next small packet until this is acknowledged (Nagle), for up to 40 ms.
  if (readable) acknowledge_at_once(socket());
  if (closed_) return;
  // In the handshake, what was read may allow it.
  if ((writable || in_handshake()) && !check(mosquitto_loop_write(client_.get(), 1))) return;
  if (closed_) return;
  check(mosquitto_loop_misc(client_.get()));
}

/// False if the library has failed.
bool MosquittoClient::check(int result) {
  if (result == MOSQ_ERR_SUCCESS || result == MOSQ_ERR_CONN_PENDING) return true;
  const int error = errno;
  std::string reason = result == MOSQ_ERR_ERRNO ? std::strerror(error) : mosquitto_strerror(result);
  if (!last_error_.empty()) reason += " (" + std::exchange(last_error_, {}) + ")";
  close({std::move(reason)});
  return false;
}

/// The first reason is the one that counts.
void MosquittoClient::close(Closed closed) {
  open_ = false;
  if (!closed_) closed_ = std::move(closed);
}

void MosquittoClient::on_connect(int reason) {
  if (reason != 0) return close({reason_text(reason)});
  open_ = true;
  events_.opened();
}

void MosquittoClient::on_disconnect(int reason) {
  if (reason >= kFirstFailure) {
    return close({mosquitto_reason_string(reason), reason == MQTT_RC_SESSION_TAKEN_OVER});
  }
  if (reason == 0) return close({"disconnected"});
  check(reason);
}

void MosquittoClient::on_publish(int mid, int reason) {
  auto found = ids_.extract(mid);
  if (found.empty()) return;
  if (reason < kFirstFailure) return events_.acknowledged(found.mapped(), {});
  events_.acknowledged(found.mapped(), refusal(reason));
}

void MosquittoClient::on_subscribe(int mid, int count, const int* granted) {
  auto found = filters_.extract(mid);
  if (found.empty() || count < 1 || granted[0] < kFirstFailure) return;
  events_.not_subscribed(found.mapped(), mosquitto_reason_string(granted[0]));
}

void MosquittoClient::on_message(const mosquitto_message& message) {
  // Many of these may wait. What is cut is no JSON, and longer than a command may be.
  const auto size = std::min(static_cast<std::size_t>(message.payloadlen), kLargestReceived);
  events_.received({message.topic,
                    size == 0 ? "" : std::string(static_cast<const char*>(message.payload), size),
                    message.retain});
}

void MosquittoClient::on_log(int level, const char* text) {
  if (level == MOSQ_LOG_ERR) last_error_ = text;
}

}  // namespace pinbridge::mqtt

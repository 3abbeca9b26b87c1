#include "api/client_session.hpp"

#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "api/message.hpp"
#include "api/pin_setting.hpp"
#include "base/check.hpp"

namespace pinbridge::api {

ClientSession::ClientSession(Hub& hub, Outbox& outbox, OnNews on_news)
    : hub_(hub),
      commands_(hub.commands()),
      outbox_(outbox),
      on_news_(std::move(on_news)),
      news_read_(hub.news().end()),
      watches_(commands_.bench(), [this] { catch_up(); }),
      methods_(hub, *this),
      part_methods_(commands_, *this),
      page_methods_(hub, *this) {
  hub_.join(*this);
}

ClientSession::~ClientSession() {
  hub_.leave(*this);
}

std::string ClientSession::farewell() {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, NotificationName::lagged);
  pack_error(packer, make_error(ErrorCode::limit,
                                "this client reads too slowly: more than {} MiB were queued for "
                                "it; all messages before this one are complete, and none follow",
                                Outbox::kDefaultBound >> 20U));
  return std::string(view(buffer));
}

void ClientSession::send(std::string_view message) {
  catch_up();
  put(message);
}

void ClientSession::catch_up() {
  const News::Number from = std::exchange(news_read_, hub_.news().end());
  hub_.news().read(watches_, from, [this](std::string_view messages) { put(messages); });
}

void ClientSession::put(std::string_view messages) {
  if (outbox_.idle()) idle_at_ = commands_.bench().now();
  outbox_.append(messages);
}

bool ClientSession::ready() const {
  return hub_.ending() || outbox_.idle() || idle_at_ == commands_.bench().now();
}

void ClientSession::receive(std::string_view bytes) {
  receive(bytes, [] { return false; });
}

void ClientSession::receive(std::string_view& bytes, const Enough& enough) {
  bool goes_on = !request_ || (go_on(enough) && !enough());
  while (goes_on && !bytes.empty() && !outbox_.ended()) {
    const auto message = framer_.next(bytes);
    if (!message) {
      fail(message.error());
      outbox_.end();
      break;
    }
    if (message->empty()) break;
    const auto unpacked = msgpack::unpack(message->data(), message->size());
    handle(unpacked.get());
    goes_on = (!request_ || go_on(enough)) && !enough();
  }
  // Requests of a client that is being disconnected are ignored.
  if (outbox_.ended()) bytes = {};
  outbox_.hold_input(framer_.kept() + bytes.size() + held());
}

std::size_t ClientSession::held() const {
  return request_ ? request_->answer.held() + request_->response.size() : 0;
}

void ClientSession::handle(const msgpack::object& message) {
  if (message.type == msgpack::type::MAP) return drive(message);
  if (message.type == msgpack::type::ARRAY && message.via.array.size == 4 &&
      message.via.array.ptr[0].type == msgpack::type::POSITIVE_INTEGER &&
      message.via.array.ptr[0].via.u64 == static_cast<std::uint64_t>(MessageType::request)) {
    return handle_request(message.via.array);
  }
  fail(make_error(ErrorCode::invalid,
                  "a message is a request [0, id, method, [parameters…]] or a map {{pin, state}}"));
}

void ClientSession::handle_request(const Parameters& request) {
  const msgpack::object& id = request.ptr[1];
  if (id.type != msgpack::type::POSITIVE_INTEGER) {
    return fail(make_error(ErrorCode::invalid, "a request's id must be a non-negative integer"));
  }
  auto answer = [&]() -> Result<Answer> {
    const auto method = as_text(request.ptr[2], "the method");
    if (!method) return method.error();
    if (request.ptr[3].type != msgpack::type::ARRAY) {
      return make_error(ErrorCode::invalid, "the parameters must be an array");
    }
    return call(*method, request.ptr[3].via.array);
  }();
  if (!answer) return refuse(id.via.u64, answer.error());
  request_ = std::make_unique<Request>(id.via.u64, std::move(*answer));
}

void ClientSession::refuse(std::uint64_t id, const Error& error) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_response(packer, id);
  pack_error(packer, error);
  packer.pack_nil();
  send(view(buffer));
}

/// Does the next pieces of the request. True once it is answered.
bool ClientSession::go_on(const Enough& enough) {
  // The client receives no more answers, so the request does nothing from now on.
  if (outbox_.evicted() || (outbox_.ended() && !request_->place)) {
    request_.reset();
    return true;
  }
  if (!request_->prepared && !prepare(enough)) return !request_;
  const bool packed = request_->answer.pack(request_->response, request_->result_at, enough);
  if (!packed) {
    // What happens from now on is notified after the response.
    if (!request_->place) request_->place = reserve();
    return false;
  }
  const auto done = std::exchange(request_, nullptr);
  if (done->place) {
    outbox_.fill(*done->place, view(done->response));
  } else {
    send(view(done->response));
  }
  return true;
}

/// True once the result can be packed. Without a request afterwards, it was refused.
bool ClientSession::prepare(const Enough& enough) {
  const auto prepared = request_->answer.prepare(enough);
  if (!prepared) {
    refuse(std::exchange(request_, nullptr)->id, prepared.error());
    return false;
  }
  if (!*prepared) return false;
  request_->prepared = true;
  Packer packer(request_->response);
  begin_response(packer, request_->id);
  packer.pack_nil();
  request_->result_at = request_->response.size();
  return true;
}

/// The two-field message: it is only answered if it is invalid.
void ClientSession::drive(const msgpack::object& object) {
  const auto setting = as_pin_setting(object);
  if (!setting) return fail(setting.error());
  if (const auto done = commands_.set({*setting}); !done) fail(done.error());
}

void ClientSession::fail(const Error& error) {
  send(view(error_notification(error)));
}

Result<Answer> ClientSession::call(std::string_view name, const Parameters& parameters) {
  const auto method = find_method(name);
  if (!method) {
    std::vector<std::string_view> names;
    names.reserve(std::size(kSignatures));
    for (const Signature& each : kSignatures) names.push_back(each.name);
    return make_error(ErrorCode::not_found, "there is no method \"{}\"; there are: {}", name,
                      fmt::join(names, ", "));
  }
  const Signature& form = signature(*method);
  if (parameters.size < form.least || parameters.size > form.most) {
    return make_error(ErrorCode::invalid, "invalid number of parameters ({}): {} takes {}",
                      parameters.size, form.name, form.takes);
  }
  return call(*method, parameters);
}

/// Without a default, so that the compiler reports a method of the schema that is missing here.
Result<Answer> ClientSession::call(MethodName method, const Parameters& parameters) {
  switch (method) {
    case MethodName::hello:
      return methods_.hello(parameters);
    case MethodName::list:
      return methods_.list(parameters);
    case MethodName::get:
      return methods_.get(parameters);
    case MethodName::set:
      return methods_.set(parameters);
    case MethodName::control:
      return methods_.control(parameters);
    case MethodName::press:
      return methods_.press(parameters);
    case MethodName::watch:
      return methods_.watch(parameters);
    case MethodName::unwatch:
      return methods_.unwatch(parameters);
    case MethodName::announce:
      return methods_.announce(parameters);
    case MethodName::actions:
      return methods_.actions(parameters);
    case MethodName::load:
      return methods_.load(parameters);
    case MethodName::play:
      return methods_.play(parameters);
    case MethodName::stop:
      return methods_.stop(parameters);
    case MethodName::embody:
      return part_methods_.embody(parameters);
    case MethodName::drive:
      return part_methods_.drive(parameters);
    case MethodName::show:
      return part_methods_.show(parameters);
    case MethodName::leave:
      return part_methods_.leave(parameters);
    case MethodName::view:
      return page_methods_.view(parameters);
    case MethodName::net:
      return page_methods_.net(parameters);
    case MethodName::bounce:
      return page_methods_.bounce(parameters);
    case MethodName::capture:
      return page_methods_.capture(parameters);
  }
  PB_CHECK(false);
}

}  // namespace pinbridge::api

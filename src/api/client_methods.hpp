#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/hub.hpp"
#include "api/method.hpp"
#include "api/playback.hpp"
#include "api/subscriber.hpp"

namespace pinbridge::api {

/// The methods that one client may call, except those for its own parts (PartMethods) and those of
/// pages (PageMethods), and their state: a waveform to play, an announced machine. Each method of
/// the schema is a function that checks its parameters and acts; the Answer packs the result.
class ClientMethods {
 public:
  /// All arguments outlive it.
  ClientMethods(Hub& hub, Subscriber& client);
  ClientMethods(const ClientMethods&) = delete;
  ClientMethods& operator=(const ClientMethods&) = delete;
  ~ClientMethods();

  Result<Answer> hello(const Parameters& parameters);
  Result<Answer> list(const Parameters& parameters);
  Result<Answer> get(const Parameters& parameters);
  Result<Answer> set(const Parameters& parameters);
  Result<Answer> control(const Parameters& parameters);
  Result<Answer> press(const Parameters& parameters);
  Result<Answer> watch(const Parameters& parameters);
  Result<Answer> unwatch(const Parameters& parameters);
  Result<Answer> announce(const Parameters& parameters);
  Result<Answer> actions(const Parameters& parameters);
  Result<Answer> load(const Parameters& parameters);
  Result<Answer> play(const Parameters& parameters);
  Result<Answer> stop(const Parameters& parameters);

 private:
  void played(Time time);

  Hub& hub_;
  Commands& commands_;
  Subscriber& client_;
  std::unique_ptr<Playback> playback_;
  std::optional<std::string> announced_;  ///< a machine
};

}  // namespace pinbridge::api

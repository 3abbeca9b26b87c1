#pragma once

#include <memory>

#include "api/capture.hpp"
#include "api/frame_sink.hpp"
#include "api/hub.hpp"
#include "api/method.hpp"

namespace pinbridge::api {

/// The methods for pages that one client may call, and their state: its view of the board, its
/// capture.
class PageMethods {
 public:
  /// All arguments outlive it.
  PageMethods(Hub& hub, FrameSink& client);
  PageMethods(const PageMethods&) = delete;
  PageMethods& operator=(const PageMethods&) = delete;
  ~PageMethods();

  Result<Answer> view(const Parameters& parameters);
  Result<Answer> net(const Parameters& parameters);
  Result<Answer> bounce(const Parameters& parameters);
  Result<Answer> capture(const Parameters& parameters);

 private:
  Hub& hub_;
  Commands& commands_;
  FrameSink& client_;
  std::unique_ptr<Capture> capture_;
};

}  // namespace pinbridge::api

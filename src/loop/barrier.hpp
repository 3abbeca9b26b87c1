#pragma once

#include <exception>
#include <string_view>

namespace pinbridge {

/// Logs an exception that ended the work of an event handler: "link vm: <error>; what it was doing
/// is lost". At most ten lines a second; the next line reports the number of omitted ones. Called
/// on the loop.
void report_lost(std::string_view what, std::string_view error);

/// Runs the work of an event handler behind a barrier: an exception ends neither the loop nor the
/// caller, which continues to await its next event. `what` names it in the log. False if there was
/// an exception.
template <class Work>
bool guarded(std::string_view what, Work&& work) {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    report_lost(what, error.what());
  } catch (...) {
    report_lost(what, "unknown exception");
  }
  return false;
}

}  // namespace pinbridge

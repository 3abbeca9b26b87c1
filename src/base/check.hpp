#pragma once

#include <cstdlib>

#include <spdlog/spdlog.h>

/// Asserts a condition that must hold if our own code is correct; active in release builds. Never
/// use it for input from a guest, a client or a file.
#define PB_CHECK(condition)                                                                        \
  do {                                                                                             \
    if (!(condition)) [[unlikely]] {                                                               \
      ::spdlog::critical("{}:{}: bug in Pinbridge: not true: {}", __FILE__, __LINE__, #condition); \
      ::std::abort();                                                                              \
    }                                                                                              \
  } while (false)

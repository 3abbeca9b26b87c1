#pragma once

#include <cstdlib>

#include <spdlog/spdlog.h>

/// States what must hold if our own code is right; on in release builds. Never for what a guest, a
/// client or a file says.
#define PB_CHECK(condition)                                                                        \
  do {                                                                                             \
    if (!(condition)) [[unlikely]] {                                                               \
      ::spdlog::critical("{}:{}: bug in Pinbridge: not true: {}", __FILE__, __LINE__, #condition); \
      ::std::abort();                                                                              \
    }                                                                                              \
  } while (false)

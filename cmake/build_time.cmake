# Most of the time to compile a source is spent in library headers. A full build reads them once for up to ten sources
# of a folder (PINBRIDGE_GROUPS). The preset dev precompiles them instead, so that a change recompiles one source.

# pinbridge_compile(TARGET PRECOMPILED SOURCE...): makes it cheap to compile a target of these sources.
function(pinbridge_compile target precompiled)
  if(NOT PINBRIDGE_GROUPS)
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
    return()
  endif()
  execute_process(COMMAND ${Python3_EXECUTABLE} scripts/lib/groups.py ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                  OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  # CMake's own unity builds use absolute paths, so clones could not share their objects in ccache.
  string(REPLACE "\n" ";" groups "${groups}")
  set(number 0)
  foreach(group IN LISTS groups)
    math(EXPR number "${number} + 1")
    set(together ${CMAKE_BINARY_DIR}/generated/together/${target}_${number}.cpp)
    string(REGEX REPLACE "([^ ]+)( |$)" "#include \"\\1\"\n" includes "${group}")
    file(CONFIGURE OUTPUT ${together} CONTENT "${includes}" @ONLY)
    target_sources(${target} PRIVATE ${together})
  endforeach()
  set_source_files_properties(${ARGN} PROPERTIES HEADER_FILE_ONLY ON)
  # GCC takes the sources of a group for headers, and warns about types without linkage in headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()

if(NOT PINBRIDGE_GROUPS)
  set(common
      <algorithm> <array> <charconv> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
      <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>
      <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/asio/detached.hpp> <boost/asio/io_context.hpp>
      <boost/asio/local/stream_protocol.hpp> <boost/asio/posix/stream_descriptor.hpp> <boost/asio/read.hpp>
      <boost/asio/steady_timer.hpp> <boost/asio/write.hpp> <boost/json.hpp> <fmt/format.h> <msgpack.hpp>
      <spdlog/spdlog.h>)

  file(WRITE ${CMAKE_BINARY_DIR}/generated/empty.cpp "")
  add_library(pinbridge_headers OBJECT ${CMAKE_BINARY_DIR}/generated/empty.cpp)
  target_link_libraries(pinbridge_headers PRIVATE boost_headers msgpack_headers spdlog::spdlog pinbridge_options)
  target_precompile_headers(pinbridge_headers PRIVATE ${common})

  if(BUILD_TESTING)
    file(WRITE ${CMAKE_BINARY_DIR}/generated/empty_test.cpp "")
    add_library(pinbridge_test_headers OBJECT ${CMAKE_BINARY_DIR}/generated/empty_test.cpp)
    target_link_libraries(pinbridge_test_headers PRIVATE boost_headers msgpack_headers spdlog::spdlog
                                                         pinbridge_options GTest::gtest GTest::gmock)
    target_precompile_headers(pinbridge_test_headers PRIVATE ${common} <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

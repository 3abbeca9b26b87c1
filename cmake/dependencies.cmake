# Everything comes from Debian's packages (scripts/setup). On Debian 12 Boost 1.81 and
# msgpack-c++ are unpacked into build/deps, because their packages would push others off the system.
list(PREPEND CMAKE_PREFIX_PATH ${CMAKE_SOURCE_DIR}/build/deps/usr)

find_package(Threads REQUIRED)
# Chooses the groups of sources (cmake/build_time.cmake).
if(PINBRIDGE_GROUPS)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
endif()
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(yaml-cpp REQUIRED)
# Only tests need the first, only one of the benchmarks the second.
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
find_package(benchmark QUIET)
find_path(BOOST_INCLUDE_DIR boost/url.hpp REQUIRED)
file(STRINGS ${BOOST_INCLUDE_DIR}/boost/version.hpp boost_version REGEX "^#define BOOST_VERSION ")
string(REGEX MATCH "[0-9]+" boost_version "${boost_version}")
if(boost_version LESS 108100)
  message(FATAL_ERROR "Boost at ${BOOST_INCLUDE_DIR} has the version ${boost_version}; 108100 (1.81) or later is required")
endif()
find_library(BOOST_URL_LIBRARY NAMES libboost_url.a REQUIRED)
find_path(MSGPACK_INCLUDE_DIR msgpack.hpp REQUIRED)
find_path(MOSQUITTO_INCLUDE_DIR mosquitto.h REQUIRED)
find_library(MOSQUITTO_LIBRARY mosquitto REQUIRED)
include(GoogleTest)

# Lines of the host need libgpiod 2 in C++. Debian 12's own is 1, which has other headers; without 2 they are left out.
find_path(GPIOD_INCLUDE_DIR gpiodcxx/line-settings.hpp)
find_library(GPIODCXX_LIBRARY gpiodcxx)
find_library(GPIOD_LIBRARY gpiod)
if(GPIOD_INCLUDE_DIR AND GPIODCXX_LIBRARY AND GPIOD_LIBRARY)
  add_library(libgpiod INTERFACE)
  target_include_directories(libgpiod SYSTEM INTERFACE ${GPIOD_INCLUDE_DIR})
  target_link_libraries(libgpiod INTERFACE ${GPIODCXX_LIBRARY} ${GPIOD_LIBRARY})
else()
  message(STATUS "libgpiod 2 is not installed: lines of the host (host-gpio) are left out")
endif()

# Headers only, Boost.URL aside: Boost.JSON is compiled once, in src/base/boost_json.cpp.
add_library(boost_headers INTERFACE)
target_include_directories(boost_headers SYSTEM INTERFACE ${BOOST_INCLUDE_DIR})
# Beast is compiled once, too, in src/server/boost_beast.cpp. Defined here, so that all targets can share precompiled headers.
target_compile_definitions(boost_headers INTERFACE BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(boost_headers INTERFACE Threads::Threads)

add_library(boost_url INTERFACE)
target_link_libraries(boost_url INTERFACE boost_headers ${BOOST_URL_LIBRARY})

add_library(msgpack_headers INTERFACE)
target_include_directories(msgpack_headers SYSTEM INTERFACE ${MSGPACK_INCLUDE_DIR})
target_link_libraries(msgpack_headers INTERFACE boost_headers)

# Version 0.8 has its target in a namespace.
add_library(yaml_cpp INTERFACE)
if(TARGET yaml-cpp::yaml-cpp)
  target_link_libraries(yaml_cpp INTERFACE yaml-cpp::yaml-cpp)
else()
  target_link_libraries(yaml_cpp INTERFACE yaml-cpp)
endif()

add_library(mosquitto INTERFACE)
target_include_directories(mosquitto SYSTEM INTERFACE ${MOSQUITTO_INCLUDE_DIR})
target_link_libraries(mosquitto INTERFACE ${MOSQUITTO_LIBRARY})

# Everything comes from Debian's packages (scripts/setup). On Debian 12 Boost 1.81 and
# msgpack-c++ are unpacked into build/deps, because their packages would push others off the system.
list(PREPEND CMAKE_PREFIX_PATH ${CMAKE_SOURCE_DIR}/build/deps/usr)

find_package(Threads REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_path(BOOST_INCLUDE_DIR boost/url.hpp REQUIRED)
find_library(BOOST_URL_LIBRARY NAMES libboost_url.a REQUIRED)
find_path(MSGPACK_INCLUDE_DIR msgpack.hpp REQUIRED)
include(GoogleTest)

# Headers only, Boost.URL aside: Boost.JSON is compiled once, in src/base/boost_json.cpp.
add_library(boost_headers INTERFACE)
target_include_directories(boost_headers SYSTEM INTERFACE ${BOOST_INCLUDE_DIR})
target_link_libraries(boost_headers INTERFACE Threads::Threads)

add_library(boost_url INTERFACE)
target_link_libraries(boost_url INTERFACE boost_headers ${BOOST_URL_LIBRARY})

add_library(msgpack_headers INTERFACE)
target_include_directories(msgpack_headers SYSTEM INTERFACE ${MSGPACK_INCLUDE_DIR})
target_link_libraries(msgpack_headers INTERFACE boost_headers)

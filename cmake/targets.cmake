# pinbridge_library(NAME DEPS libraries... [TEST_DEPS libraries...])
#
# One folder of src/ is one static library, pinbridge::NAME: every .cpp in it, and from its *_test.cpp one
# program NAME_test whose tests ctest knows one by one. DEPS lists every folder that its sources may include,
# TEST_DEPS those that only its tests may. scripts/check_layers holds the sources against both.
function(pinbridge_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;TEST_DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(pinbridge_${name} STATIC ${sources})
    target_include_directories(pinbridge_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(pinbridge_${name} PUBLIC ${ARG_DEPS} PRIVATE pinbridge_options)
    target_compile_options(pinbridge_${name} PRIVATE ${fuzzed_options})
    pinbridge_compile(pinbridge_${name} pinbridge_headers ${sources})
  else()
    add_library(pinbridge_${name} INTERFACE)
    target_include_directories(pinbridge_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(pinbridge_${name} INTERFACE ${ARG_DEPS})
  endif()
  add_library(pinbridge::${name} ALIAS pinbridge_${name})

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE pinbridge::${name} ${ARG_TEST_DEPS} pinbridge_options
                                               GTest::gtest_main GTest::gmock)
    pinbridge_compile(${name}_test pinbridge_test_headers ${tests})
    gtest_discover_tests(${name}_test PROPERTIES TIMEOUT 120)
  endif()
endfunction()

add_library(pinbridge_options INTERFACE)
# In a group, Clang would warn about local names that another source also defines.
set(shadow $<$<NOT:$<AND:$<BOOL:${PINBRIDGE_GROUPS}>,$<CXX_COMPILER_ID:Clang>>>:-Wshadow>)
target_compile_options(pinbridge_options INTERFACE -Wall -Wextra -Wpedantic ${shadow} -Wconversion
                                                   -Wno-sign-conversion -Wno-missing-field-initializers
                                                   $<$<BOOL:${PINBRIDGE_WARNINGS_ARE_ERRORS}>:-Werror>)
# Clang takes what std::stable_sort of GCC 12's headers uses for deprecated.
target_compile_options(pinbridge_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)

if(PINBRIDGE_SANITIZE STREQUAL "address")
  # Not vptr: it asks the kernel by a pipe whether memory may be read, and takes a test in which no
  # descriptors are left for a broken object.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(PINBRIDGE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(PINBRIDGE_SANITIZE)
  message(FATAL_ERROR "PINBRIDGE_SANITIZE is \"${PINBRIDGE_SANITIZE}\"; it may be address, thread or empty")
endif()
if(PINBRIDGE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  # What fuzzers run. Tests would take twice as long to compile, and gain little.
  set(fuzzed_options -O1)
endif()

include(cmake/build_time.cmake)

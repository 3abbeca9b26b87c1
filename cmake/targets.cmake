# pinbridge_library(NAME DEPS other libraries...)
#
# One folder of src/ is one static library: every .cpp in it, and from its *_test.cpp one program
# NAME_test whose tests ctest knows one by one. DEPS is the whole list of what it may include.
function(pinbridge_library name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(pinbridge_${name} STATIC ${sources})
  target_include_directories(pinbridge_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(pinbridge_${name} PUBLIC ${ARG_DEPS} PRIVATE pinbridge_options)
  set_target_properties(pinbridge_${name} PROPERTIES LINKER_LANGUAGE CXX)

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE pinbridge_${name} pinbridge_options GTest::gtest_main
                                               GTest::gmock)
    gtest_discover_tests(${name}_test PROPERTIES TIMEOUT 120)
  endif()
endfunction()

add_library(pinbridge_options INTERFACE)
target_compile_options(pinbridge_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                   -Wno-sign-conversion -Wno-missing-field-initializers
                                                   -Werror)

if(PINBRIDGE_SANITIZE)
  # Not vptr: it asks the kernel by a pipe whether memory may be read, and takes a test in which no
  # descriptors are left for a broken object.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(PINBRIDGE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

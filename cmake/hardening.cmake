# What the program withstands better by: for all targets of an optimized build without sanitizers, which bring their
# own. tests/test_hardening.py looks for each in the finished program.
option(PINBRIDGE_HARDENING "Harden the program: checked library calls, stack protector, PIE, RELRO, CET" ON)

if(PINBRIDGE_HARDENING AND NOT PINBRIDGE_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  include(CheckCXXCompilerFlag)
  # Some compilers define it by themselves, with another value.
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE)
  # Control flow integrity by the processor: x86 and arm64 have different words for it.
  foreach(option -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "has${option}" has)
    check_cxx_compiler_flag(${option} ${has})
    if(${has})
      add_compile_options(${option})
    endif()
  endforeach()
  add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

# No path of the machine that it was built on is in the program. With ccache, paths are relative to the build directory.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=../=
                      -ffile-prefix-map=${CMAKE_BINARY_DIR}/=)
endif()

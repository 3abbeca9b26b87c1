# pinbridge_protocol(SCHEMA TEMPLATE HEADER)
#
# Writes HEADER from TEMPLATE (src/api/protocol.hpp.in) with what SCHEMA has: the names of methods and notifications, and
# how many parameters a method takes. When CMake configures and not in the build, because clang-tidy reads a tree that is
# only configured. By CMake itself, so that building needs no other language.
function(pinbridge_protocol schema template header)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema})
  file(READ ${schema} json)

  pinbridge_names_in("${json}" Parameters methods)
  set(SIGNATURES "")
  foreach(method ${methods})
    pinbridge_signature("${json}" ${method} signature)
    string(APPEND SIGNATURES "\n    ${signature},")
  endforeach()
  list(JOIN methods ", " METHOD_NAMES)

  pinbridge_names_in("${json}" Notifications notifications)
  list(JOIN notifications ", " NOTIFICATION_NAMES)
  list(TRANSFORM notifications REPLACE "(.+)" "\"\\1\"")
  list(JOIN notifications ", " NOTIFICATION_TEXTS)

  configure_file(${template} ${header} @ONLY)
endfunction()

# The names that a definition has, in the order of its "required": CMake sorts properties.
function(pinbridge_names_in json definition result)
  string(JSON count LENGTH "${json}" definitions ${definition} required)
  math(EXPR last "${count} - 1")
  set(names "")
  foreach(i RANGE ${last})
    string(JSON name GET "${json}" definitions ${definition} required ${i})
    list(APPEND names ${name})
  endforeach()
  set(${result} ${names} PARENT_SCOPE)
endfunction()

# {"press", 1, 2, "the part, and for how many ns"}
function(pinbridge_signature json method result)
  string(JSON least ERROR_VARIABLE none GET "${json}" definitions Parameters properties ${method} minItems)
  if(none)
    set(least 0)
  endif()
  string(JSON most ERROR_VARIABLE none GET "${json}" definitions Parameters properties ${method} maxItems)
  if(none)
    set(most kAnyCount)
  endif()
  string(JSON takes GET "${json}" definitions Parameters properties ${method} description)
  set(${result} "{\"${method}\", ${least}, ${most}, \"${takes}\"}" PARENT_SCOPE)
endfunction()

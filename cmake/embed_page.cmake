# Writes EMBEDDED.S, which brings the bytes of all files of PAGE and of OPENAPI into the program, and
# EMBEDDED.cpp, the table of them (src/server/web_files.hpp).
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${PAGE} ${PAGE}/*)
list(SORT files)

set(bytes "    .section .rodata\n")
set(declarations "")
set(table "")
set(number 0)
function(embed path)
  set(bytes "${bytes}    .global pinbridge_file_${number}, pinbridge_file_${number}_end
pinbridge_file_${number}:
    .incbin \"${path}\"
pinbridge_file_${number}_end:
" PARENT_SCOPE)
  set(declarations "${declarations}extern const char pinbridge_file_${number}[];
extern const char pinbridge_file_${number}_end[];
" PARENT_SCOPE)
endfunction()
set(view "std::string_view(pinbridge_file_@n@, static_cast<std::size_t>(pinbridge_file_@n@_end - pinbridge_file_@n@))")

foreach(file ${files})
  embed(${PAGE}/${file})
  string(REPLACE "@n@" ${number} this_view ${view})
  string(APPEND table "      WebFile{\"${file}\", ${this_view}},\n")
  math(EXPR number "${number} + 1")
endforeach()
embed(${OPENAPI})
string(REPLACE "@n@" ${number} openapi_view ${view})

# % and not @: ARM's assembler takes @ for a comment.
file(WRITE ${EMBEDDED}.S "${bytes}    .section .note.GNU-stack, \"\", %progbits\n")
file(WRITE ${EMBEDDED}.cpp "// Written by cmake/embed_page.cmake.
#include <array>

#include \"server/web_files.hpp\"

extern \"C\" {
${declarations}}

namespace pinbridge::server {

std::span<const WebFile> built_web_files() {
  static const std::array kFiles{
${table}  };
  return kFiles;
}

std::string_view openapi_document() {
  return ${openapi_view};
}

}  // namespace pinbridge::server
")

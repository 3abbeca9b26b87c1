# Run by `cmake --install`, with what cmake/install.cmake sets: installs man pages, completions and the systemd unit.
# The program makes the first two itself.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

execute_process(COMMAND ${PROGRAM} --generate-man ${WORK} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB pages ${WORK}/*.1 ${WORK}/*.5 ${WORK}/*.7)
foreach(page ${pages})
  get_filename_component(section ${page} EXT)
  string(REGEX REPLACE ".*\\." "" section ${section})
  file(INSTALL ${page} DESTINATION ${MAN_DIR}/man${section})
endforeach()

# generate_completion(SHELL DIRECTORY FILE)
function(generate_completion shell directory name)
  execute_process(COMMAND ${PROGRAM} --generate-completions ${shell} OUTPUT_FILE ${WORK}/${name}
                  COMMAND_ERROR_IS_FATAL ANY)
  file(INSTALL ${WORK}/${name} DESTINATION ${DATA_DIR}/${directory})
endfunction()
generate_completion(bash bash-completion/completions pinbridge)
generate_completion(zsh zsh/vendor-completions _pinbridge)
generate_completion(fish fish/vendor_completions.d pinbridge.fish)

configure_file(${UNIT} ${WORK}/pinbridge@.service @ONLY)
file(INSTALL ${WORK}/pinbridge@.service DESTINATION ${UNIT_DIR})

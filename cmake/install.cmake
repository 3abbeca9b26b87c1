# What `cmake --install build` puts where. The program is stripped: symbols are ten times its size.
include(GNUInstallDirs)

install(CODE "set(CMAKE_INSTALL_DO_STRIP TRUE)")
install(TARGETS pinbridge)

# Man pages and completions are made of what the program prints about itself; the systemd unit names it.
install(CODE "
  set(PROGRAM \"$<TARGET_FILE:pinbridge>\")
  set(VERSION \"${PROJECT_VERSION}\")
  set(WORK \"${CMAKE_BINARY_DIR}/generated/documents\")
  set(PREFIX \"\${CMAKE_INSTALL_PREFIX}\")
  set(MAN_DIR \"\${PREFIX}/${CMAKE_INSTALL_MANDIR}\")
  set(PROGRAM_INSTALLED \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/pinbridge\")
  set(UNIT \"${PROJECT_SOURCE_DIR}/packaging/systemd/pinbridge@.service.in\")
  set(UNIT_DIR \"\${PREFIX}/lib/systemd/user\")
  set(DATA_DIR \"\${PREFIX}/${CMAKE_INSTALL_DATADIR}\")
  include(\"${PROJECT_SOURCE_DIR}/cmake/install_documents.cmake\")")

install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(PROGRAMS ${PROJECT_SOURCE_DIR}/packaging/first-guest DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

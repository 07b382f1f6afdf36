# Carries the files below DIR inside the binary, as they are and gzipped where that helps:
# `std::span<const nigiwai::server::Asset> nigiwai::server::assets()` of server/assets.h.
function(nigiwai_assets target dir)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${dir}/*)
  if(NOT files)
    message(STATUS "web/dist is empty: the server is built without its pages (make build makes them first)")
  endif()
  set(out ${CMAKE_CURRENT_BINARY_DIR}/assets)
  add_custom_command(
    OUTPUT ${out}.S ${out}.cc
    COMMAND ${CMAKE_COMMAND} -DDIR=${dir} -DOUT=${out} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedAssets.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedAssets.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.S ${out}.cc)
  set_source_files_properties(${out}.S PROPERTIES COMPILE_OPTIONS "-Wno-unused-command-line-argument")
endfunction()

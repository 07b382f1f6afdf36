# A folder of src/ is a library, a namespace and a box in the drawing.
#
#   nigiwai_room(shop LINKS base store timeline LIBRARIES PkgConfig::vips)
#
# makes the target nigiwai_shop from every .cc below the folder, and shop_test from every *_test.cc.
# LINKS are the arrows of the house: tests/house holds the includes against them.

function(nigiwai_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  file(GLOB_RECURSE schemas CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/*.sql)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  if(NOT sources)
    return()
  endif()
  add_library(nigiwai_${name} STATIC ${sources})
  target_include_directories(nigiwai_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ROOM_LINKS PREPEND nigiwai_ OUTPUT_VARIABLE links)
  target_link_libraries(nigiwai_${name} PUBLIC ${links} ${ROOM_LIBRARIES} Threads::Threads)
  target_precompile_headers(nigiwai_${name} REUSE_FROM nigiwai_precompiled)
  set_property(GLOBAL APPEND PROPERTY NIGIWAI_ROOMS ${name})
  if(schemas)
    nigiwai_schema(${name} ${name} ${schemas})
  endif()

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE nigiwai_${name} GTest::gtest GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name}_test REUSE_FROM nigiwai_precompiled_tests)
    target_compile_options(${name}_test PRIVATE ${tests_optimized})
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS unit WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# Turns NNNN_what.sql files into one generated source of a room, in order of their names:
# `std::span<const store::Migration> nigiwai::<name>::migrations()`, declared in store/migrations.h's form. What stands
# in the room's own schema/ has the room's name; a database beside the shop's has another.
function(nigiwai_schema room name)
  string(REPLACE "::" "_" file ${name})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${file}_schema.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DROOM=${name} -DOUT=${out} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedSchema.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/EmbedSchema.cmake
    VERBATIM)
  target_sources(nigiwai_${room} PRIVATE ${out})
endfunction()

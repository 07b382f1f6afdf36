# What nearly every file of ours includes from outside, parsed once. Two targets, made once a build: one for the rooms,
# one for their tests. Nothing of ours stands in them, so that the arrows between rooms stay what includes say
# (tests/house compiles every header without them).
function(nigiwai_precompiled target)
  cmake_parse_arguments(MADE "" "" "HEADERS;LIBRARIES" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${target}.cc CONTENT "// Nothing: this only carries a precompiled header.\n")
  add_library(${target} OBJECT ${CMAKE_BINARY_DIR}/${target}.cc)
  target_link_libraries(${target} PRIVATE ${MADE_LIBRARIES} Threads::Threads)
  target_precompile_headers(${target} PRIVATE ${MADE_HEADERS})
  # Keeps its time out of the result, so that ccache knows it again.
  target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
endfunction()

# With sanitizers the tests' own code is not optimized: it is compiled more often than it is run.
if(NIGIWAI_SANITIZE)
  set(tests_optimized -O0)
endif()

set(common <algorithm> <array> <atomic> <chrono> <cstdint> <expected> <filesystem> <functional> <map> <memory> <mutex>
    <optional> <set> <span> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>
    <fmt/format.h> <boost/json.hpp> <boost/asio/awaitable.hpp> <boost/asio/any_io_executor.hpp>)
nigiwai_precompiled(nigiwai_precompiled HEADERS ${common} LIBRARIES Boost::json spdlog::spdlog)
nigiwai_precompiled(nigiwai_precompiled_tests HEADERS ${common} <gtest/gtest.h> <gmock/gmock.h>
                    LIBRARIES Boost::json spdlog::spdlog GTest::gtest GTest::gmock)
target_compile_options(nigiwai_precompiled_tests PRIVATE ${tests_optimized})

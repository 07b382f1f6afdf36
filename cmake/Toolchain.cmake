# Flags of our own code. clang-19 because g++ 12 miscompiles coroutines (ARCHITECTURE.md, "Decisions").
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-omit-frame-pointer
                    -pthread)
add_link_options(-fuse-ld=lld)
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
if(NIGIWAI_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
  add_compile_options(-fsanitize=${NIGIWAI_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${NIGIWAI_SANITIZE})
endif()
if(NIGIWAI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_CONCEPTS)

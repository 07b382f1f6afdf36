// For tests: a loop to run coroutines on, which outlives the threads that answer them.
#pragma once

#include <boost/asio/io_context.hpp>

#include "base/net.h"

namespace nigiwai {

// Ready to run again. Used by one thread at a time.
inline asio::io_context& test_loop() {
  // Never destroyed: whoever posted the last answer may still be inside it when run() has returned.
  static auto& loop = *new asio::io_context;
  loop.restart();
  return loop;
}

}  // namespace nigiwai

// Handing pieces of work to event loops, those of one batch together.
//
// A loop that waits is woken by the first piece it is handed and takes the core; on a busy machine the two
// would then take turns for every piece. While a Together lives, what its thread hands over is kept, and each
// loop gets all of it at the end, in order.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "base/net.h"

namespace nigiwai {

using Piece = std::move_only_function<void()>;

// Runs `piece` on the loop, never before this returns. Any thread.
void hand_to(const Executor& loop, Piece piece);

class Together {
 public:
  Together();
  ~Together();
  Together(const Together&) = delete;
  Together& operator=(const Together&) = delete;

 private:
  friend void hand_to(const Executor& loop, Piece piece);
  std::vector<std::pair<Executor, std::vector<Piece>>> kept_{};
};

}  // namespace nigiwai

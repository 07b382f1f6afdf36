// Waiting for a writer on a thread that may wait: not a loop's, and not the writer's own.
#pragma once

#include <functional>
#include <future>

#include "store/writer.h"

namespace nigiwai::social {

template <class T>
Result<T> on_writer(store::Writer& writer, store::Lane lane,
                    std::function<Result<T>(store::Transaction&)> work) {
  std::promise<Result<T>> promise;
  auto answer = promise.get_future();
  writer.run<T>(lane, std::move(work),
                [&promise](Result<T> result) { promise.set_value(std::move(result)); });
  return answer.get();
}

}  // namespace nigiwai::social

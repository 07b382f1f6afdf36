// Waiting for the writer in a coroutine: the answer comes back on the caller's own loop.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/together.h"
#include "store/writer.h"

namespace nigiwai::store {

// `start` is given a callback and hands it to the writer; co_awaits what the callback is called with.
template <class T>
Task<Result<T>> answered(std::function<void(std::function<void(Result<T>)>)> start) {
  auto token = asio::use_awaitable;
  auto result = co_await asio::async_initiate<decltype(token), void(Result<T>)>(
      [](auto handler, std::function<void(std::function<void(Result<T>)>)> begin) {
        auto executor = asio::get_associated_executor(handler);
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        begin([kept, executor](Result<T> answer) {
          hand_to(executor, [kept, answer = std::move(answer)]() mutable { (*kept)(std::move(answer)); });
        });
      },
      token, std::move(start));
  co_return result;
}

// co_await write<Order>(writer, Lane::kStaff, [&](Transaction& t) -> Result<Order> { … });
// `work` runs on the writer's thread while the caller waits, so it may refer to the caller's frame.
template <class T>
Task<Result<T>> write(Writer& writer, Lane lane, std::function<Result<T>(Transaction&)> work) {
  return answered<T>([&writer, lane, work = std::move(work)](std::function<void(Result<T>)> done) mutable {
    writer.run<T>(lane, std::move(work), std::move(done));
  });
}

// The same for a kind of command that is decided in batches.
template <class Command, class Outcome>
Task<Result<Outcome>> decide(Batch<Command, Outcome>& batch, Command command) {
  return answered<Outcome>(
      [&batch, command = std::move(command)](std::function<void(Result<Outcome>)> done) mutable {
        batch.submit(std::move(command), std::move(done));
      });
}

}  // namespace nigiwai::store

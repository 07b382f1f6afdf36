#include "base/together.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/check.h"

namespace nigiwai {
namespace {

thread_local Together* current = nullptr;

}  // namespace

void hand_to(const Executor& loop, Piece piece) {
  if (current == nullptr) return asio::post(loop, std::move(piece));
  auto& kept = current->kept_;
  auto found = std::ranges::find(kept, loop, &std::pair<Executor, std::vector<Piece>>::first);
  if (found == kept.end()) found = kept.insert(found, {loop, std::vector<Piece>()});
  found->second.push_back(std::move(piece));
}

Together::Together() {
  CHECK(current == nullptr, "one at a time on a thread");
  current = this;
}

Together::~Together() {
  current = nullptr;
  for (auto& [loop, kept] : kept_) {
    asio::post(loop, [pieces = std::move(kept)]() mutable {
      for (auto& piece : pieces) piece();
    });
  }
}

}  // namespace nigiwai

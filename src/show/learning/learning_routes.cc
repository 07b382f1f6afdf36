#include "show/learning/learning_routes.h"

#include "http/idempotency.h"
#include "show/learning/told.h"
#include "store/writing.h"

namespace nigiwai::show {

http::Response read_learning(const LearningParts& parts, const Reading& work) {
  return learning_answer(parts.readers.read<json::object>(work));
}

LearningAnswer write_learning(const LearningParts& parts, Writing work) {
  co_return learning_answer(
      co_await store::write<json::object>(parts.writer, store::Lane::kStaff, std::move(work)));
}

LearningAnswer create_learning(const LearningParts& parts, http::Request& request, Writing work) {
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  co_return learning_answer(
      co_await store::write<json::object>(
          parts.writer, store::Lane::kStaff,
          [&](store::Transaction& t) { return http::once(t, *key, [&] { return work(t); }); }),
      201);
}

LearningAnswer remove_learning(const LearningParts& parts,
                               std::function<Result<void>(store::Transaction&)> work) {
  const auto removed = co_await store::write<bool>(parts.writer, store::Lane::kStaff,
                                                   [&](store::Transaction& t) -> Result<bool> {
                                                     if (auto done = work(t); !done)
                                                       return std::unexpected(done.error());
                                                     return true;
                                                   });
  if (!removed) co_return learning_answer(std::unexpected(removed.error()));
  co_return http::empty_response();
}

}  // namespace nigiwai::show

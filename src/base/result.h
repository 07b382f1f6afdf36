// Result<T>: a value, or the Problem that stood in its way.
//
// A Problem is written for the person who reads it: `detail` is one sentence that says what happened and what
// to do. Layers add context with `.because("reading the feed")`; http/ alone turns kinds into status codes
// and `type` into the stable URI of RFC 9457.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace nigiwai {

enum class Kind {
  kInvalid,        // the request is malformed or breaks a rule: 400
  kUnauthorized,   // nobody is signed in: 401
  kForbidden,      // the role does not allow it: 403
  kNotFound,       // 404
  kWrongMethod,    // the path is there and takes other methods: 405
  kConflict,       // refused by the present state: 409
  kTooLarge,       // 413
  kUnsupported,    // a media type or codec we do not take: 415
  kUnprocessable,  // an idempotency key with another body: 422
  kTooMany,        // a limit of rate or number: 429, see retry_after
  kUnavailable,    // full disk, overload, shutting down: 503, see retry_after
  kInternal,       // a failure of ours: 500
};

struct Problem {
  Kind kind = Kind::kInternal;
  std::string type;                          // stable and short, e.g. "sold-out"; http/ makes it a URI
  std::string detail;                        // one sentence: what happened, what to do
  std::string field{};                       // JSON pointer or parameter that is wrong, where there is one
  std::chrono::milliseconds retry_after{0};  // 0: not said
  boost::json::object extra{};               // further members of the answer, e.g. {"left": 3}

  // The same problem with a phrase of context in front of its detail.
  Problem because(std::string_view context) const {
    Problem with = *this;
    with.detail = std::string(context) + ": " + detail;
    return with;
  }
};

template <class T>
using Result = std::expected<T, Problem>;

inline std::unexpected<Problem> fail(Kind kind, std::string type, std::string detail,
                                     std::string field = {}) {
  return std::unexpected(Problem{kind, std::move(type), std::move(detail), std::move(field)});
}

inline std::unexpected<Problem> invalid(std::string field, std::string detail) {
  return fail(Kind::kInvalid, "invalid", std::move(detail), std::move(field));
}

}  // namespace nigiwai

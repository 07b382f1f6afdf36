#include "people/passwords.h"

#include <sodium.h>

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "base/check.h"
#include "base/random.h"
#include "store/writing.h"

namespace nigiwai::people {

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(Kind::kUnavailable, "unavailable",
                "The server has no memory left to work on a password. Try again.");
  }
  return std::string(hash);
}

bool password_matches(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

struct PasswordThread::Thread {
  asio::thread_pool pool{1};
  std::atomic<int> waiting{0};

  // Runs `work` here and answers on the caller's loop.
  template <class T>
  Task<Result<T>> run(std::function<Result<T>()> work) {
    if (waiting.fetch_add(1) >= kMostWaiting) {
      --waiting;
      Problem busy{Kind::kUnavailable,
                   "unavailable",
                   "Too many people are signing in at this moment. Try again soon.",
                   {},
                   std::chrono::milliseconds(3000)};
      co_return std::unexpected(std::move(busy));
    }
    co_return co_await store::answered<T>(
        [this, work = std::move(work)](std::function<void(Result<T>)> done) {
          asio::post(pool, [this, work, done = std::move(done)] {
            auto result = work();
            --waiting;
            done(std::move(result));
          });
        });
  }
};

PasswordThread::PasswordThread(PasswordCost cost) : cost_(cost), thread_(std::make_unique<Thread>()) {
  const auto hash = hash_password(SystemRandom().token(40), cost_);
  CHECK(hash.has_value(), "there is no memory for a single password hash");
  nobodys_ = *hash;
}

PasswordThread::~PasswordThread() { thread_->pool.join(); }

Task<Result<std::string>> PasswordThread::hash(std::string password) {
  return thread_->run<std::string>(
      [cost = cost_, password = std::move(password)] { return hash_password(password, cost); });
}

Task<Result<bool>> PasswordThread::matches(std::optional<std::string> hash, std::string password) {
  const bool known = hash.has_value();
  return thread_->run<bool>(
      [known, hash = hash.value_or(nobodys_), password = std::move(password)]() -> Result<bool> {
        const bool same = password_matches(hash, password);
        return known && same;
      });
}

}  // namespace nigiwai::people

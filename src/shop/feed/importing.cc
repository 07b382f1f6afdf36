#include "shop/feed/importing.h"

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "store/writing.h"

namespace nigiwai::shop::feed {

Importing::~Importing() {
  {
    const std::scoped_lock lock(mutex_);
    progress_->stop = true;
  }
  thread_.join();
}

Task<Result<Report>> Importing::take(std::string bytes, http::Caller by) {
  {
    const std::scoped_lock lock(mutex_);
    if (running_) {
      co_return std::unexpected(Problem{Kind::kConflict, "import-running",
                                        "Another import is running. Wait until it is done and try again."});
    }
    running_ = true;
    progress_ = std::make_shared<Progress>();
    last_.reset();
  }
  auto shared = std::make_shared<std::string>(std::move(bytes));
  auto report = co_await store::answered<Report>([this, shared,
                                                  by](std::function<void(Result<Report>)> done) {
    asio::post(thread_, [this, shared, by, done = std::move(done)] { done(run(std::move(*shared), by)); });
  });
  co_return report;
}

Result<Report> Importing::run(std::string bytes, const http::Caller& by) {
  auto report = import_feed(parts_, std::move(bytes), by, *progress_);
  if (report) {
    log_info("a feed was imported", {{"format", report->format},
                                     {"created", report->created},
                                     {"changed", report->changed},
                                     {"refused", report->refused_count}});
  } else {
    log_warn("a feed was not imported", {{"why", report.error().detail}});
  }
  const std::scoped_lock lock(mutex_);
  running_ = false;
  last_ = report;
  return report;
}

json::object Importing::state() const {
  const std::scoped_lock lock(mutex_);
  const auto total = progress_->total.load();
  const char* state = running_ ? (total == 0 ? "reading" : "writing")
                      : !last_ ? "none"
                      : *last_ ? "done"
                               : "failed";
  const bool done = !running_ && last_ && last_->has_value();
  const bool failed = !running_ && last_ && !last_->has_value();
  return {{"state", state},
          {"done", progress_->done.load()},
          {"total", total},
          {"report", done ? json::value(to_json(**last_)) : json::value()},
          {"why", failed ? json::value(last_->error().detail) : json::value()}};
}

}  // namespace nigiwai::shop::feed

// The import that runs on the server: one at a time, on a thread of its own, whoever looks on.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <mutex>

#include "base/net.h"
#include "shop/feed/import.h"

namespace nigiwai::shop::feed {

class Importing {
 public:
  explicit Importing(ImportParts parts) : parts_(parts) {}
  ~Importing();

  // Imports the feed and answers its report, on the caller's loop. conflict "import-running" while another
  // is. An import goes on when whoever asked for it is gone; state() has its report.
  Task<Result<Report>> take(std::string bytes, http::Caller by);

  // {"state": "none"|"reading"|"writing"|"done"|"failed", "done", "total", "report": {…}|null, "why":
  // sentence|null}
  json::object state() const;

 private:
  Result<Report> run(std::string bytes, const http::Caller& by);

  ImportParts parts_;
  mutable std::mutex mutex_;
  bool running_ = false;
  std::shared_ptr<Progress> progress_ = std::make_shared<Progress>();
  std::optional<Result<Report>> last_;
  asio::thread_pool thread_{1};
};

}  // namespace nigiwai::shop::feed

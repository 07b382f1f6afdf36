// When the database is written anew, so that what was erased is nowhere on the disk (store/compaction.h).
#pragma once

#include "http/router.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::server {

// After an erasure: long enough that several are done in one go.
inline constexpr std::chrono::minutes kCompactAfter{10};
// While a show is on air nothing is held up; but no erasure waits longer than this.
inline constexpr std::chrono::hours kCompactAtLast{24};

class Compaction {
 public:
  // All outlive this.
  Compaction(store::Writer& writer, store::Readers& readers, const Clock& clock, std::string database_path)
      : writer_(writer), readers_(readers), clock_(clock), path_(std::move(database_path)) {}

  // Compacts when an erasure has waited its time. Called every few minutes.
  void tend();
  // GET /api/maintenance and POST /api/maintenance/compact, for the owner.
  void add_to(http::Router& router);  // this must outlive the router

 private:
  void run(std::function<void(Result<int>)> done);
  http::Response shown(int status);
  Task<http::Response> post_compact();

  store::Writer& writer_;
  store::Readers& readers_;
  const Clock& clock_;
  std::string path_;
};

}  // namespace nigiwai::server

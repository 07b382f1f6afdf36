// What is surely sold out: refusals that need neither the writer nor the disk.
//
// A flood goes on long after the last piece. This hears of every change of stock once it is durable, before
// the one who made it is answered, so that whoever orders after a piece came back is never refused from here.
// What is held for somebody is not surely sold out: it may be theirs.
#pragma once

#include <atomic>
#include <shared_mutex>
#include <string>
#include <unordered_set>

#include "base/fields.h"
#include "http/answered_keys.h"
#include "store/database.h"
#include "timeline/event.h"

namespace nigiwai::shop {

class SoldOutBoard final : public timeline::EventListener {
 public:
  // All that is sold out already. Before anything is served.
  void load(store::Database& database);
  void published(timeline::SharedEvent event) override;
  // The writer refused it, durably, when nothing of it was free or kept. For what was never in stock and so
  // never changed. On the writer's thread, in order with published().
  void refused(const std::string& sku);

  // Any thread. False wherever it is not certain.
  bool is_sold_out(const std::string& sku) const;

  // Orders that were placed are told again whatever became of the stock. Any thread.
  http::AnsweredKeys& answered() { return answered_; }
  // For GET /metrics.
  void count_refusal() { ++refused_; }
  std::uint64_t refusals() const { return refused_; }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_set<std::string> skus_;
  http::AnsweredKeys answered_;
  std::atomic<std::uint64_t> refused_{0};
};

}  // namespace nigiwai::shop

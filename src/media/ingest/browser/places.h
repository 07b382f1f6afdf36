// So many may do something costly at once; a Place is one of them, given back when it goes.
#pragma once

#include <atomic>
#include <optional>
#include <utility>

namespace nigiwai::media::ingest::browser {

class Places {
 public:
  class Place {
   public:
    explicit Place(Places& of) : of_(&of) {}
    Place(Place&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(of_, other.of_);
      return *this;
    }
    ~Place() {
      if (of_ != nullptr) --of_->taken_;
    }

   private:
    Places* of_;
  };

  // Outlives its places.
  explicit Places(int most) : most_(most) {}
  // Nothing when all are taken.
  std::optional<Place> take() {
    if (taken_.fetch_add(1) < most_) return std::optional<Place>(std::in_place, *this);
    --taken_;
    return std::nullopt;
  }
  int taken() const { return taken_; }

 private:
  const int most_;
  std::atomic<int> taken_{0};
};

}  // namespace nigiwai::media::ingest::browser

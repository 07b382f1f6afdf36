// The templates of writer.h, which is the page to read.
#pragma once

#include "base/check.h"
#include "store/writer.h"

namespace nigiwai::store {
namespace detail {

// Thrown to roll a single command back when its work refuses.
struct Refused {};

template <class T>
class Single final : public Work {
 public:
  Single(std::function<Result<T>(Transaction&)> work, std::function<void(Result<T>)> done)
      : work_(std::move(work)), done_(std::move(done)) {}

  void run(Transaction& transaction, std::span<Work* const>) override {
    result_ = work_(transaction);
    if (!result_->has_value()) throw Refused{};
  }

  void answer(const Problem* failure) override {
    if (failure != nullptr && !(result_ && !result_->has_value())) result_ = std::unexpected(*failure);
    done_(*std::move(result_));
  }

 private:
  std::function<Result<T>(Transaction&)> work_;
  std::function<void(Result<T>)> done_;
  std::optional<Result<T>> result_;
};

}  // namespace detail

template <class T>
void Writer::run(Lane lane, std::function<Result<T>(Transaction&)> work,
                 std::function<void(Result<T>)> done) {
  auto copy = done;
  if (!core_.submit(lane, std::make_unique<detail::Single<T>>(std::move(work), std::move(done)))) {
    copy(std::unexpected(overloaded()));
  }
}

template <class Command, class Outcome>
class Batch<Command, Outcome>::Item final : public Work {
 public:
  Item(Batch& batch, Command command, std::function<void(Result<Outcome>)> done)
      : batch_(batch), command_(std::move(command)), done_(std::move(done)) {}

  const void* kind() const override { return &batch_; }

  void run(Transaction& transaction, std::span<Work* const> items) override {
    std::vector<const Command*> commands;
    commands.reserve(items.size());
    for (auto* item : items) commands.push_back(&static_cast<Item*>(item)->command_);
    auto outcomes = batch_.decide_(transaction, commands);
    CHECK(outcomes.size() == items.size(), "a batch must answer each of its commands");
    for (std::size_t i = 0; i < items.size(); ++i)
      static_cast<Item*>(items[i])->result_ = std::move(outcomes[i]);
  }

  void answer(const Problem* failure) override {
    if (failure != nullptr) result_ = std::unexpected(*failure);
    done_(*std::move(result_));
  }

 private:
  Batch& batch_;
  Command command_;
  std::function<void(Result<Outcome>)> done_;
  std::optional<Result<Outcome>> result_;
};

template <class Command, class Outcome>
void Batch<Command, Outcome>::submit(Command command, std::function<void(Result<Outcome>)> done) {
  auto copy = done;
  if (!core_.submit(lane_, std::make_unique<Item>(*this, std::move(command), std::move(done)))) {
    copy(std::unexpected(overloaded()));
  }
}

}  // namespace nigiwai::store

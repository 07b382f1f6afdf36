#include "media/ingest/browser/publisher.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/fields.h"
#include "base/log.h"
#include "http/message.h"

namespace nigiwai::media::ingest::browser {
namespace {

namespace websocket = timeline::websocket;
// 139 years of milliseconds: room to calculate in microseconds.
constexpr std::int64_t kFurthest_ms = std::int64_t{1} << 42;

}  // namespace

Door::Publisher::~Publisher() {
  if (thread_.joinable()) thread_.join();
}

void Door::Publisher::start(std::unique_ptr<Line> line, std::optional<Problem> refusal) {
  line_ = std::move(line);
  thread_ = std::thread([this, refusal = std::move(refusal)] {
    if (refusal) {
      refuse(*refusal);
    } else {
      run();
    }
    feed_.reset();
    line_.reset();
    done_ = true;
  });
}

void Door::Publisher::end(Problem why) {
  const std::scoped_lock lock(ending_mutex_);
  if (ending_) return;
  why_ = std::move(why);
  ending_ = true;
}

void Door::Publisher::refuse(const Problem& problem) {
  line_->say(boost::json::serialize(boost::json::object{{"problem", http::problem_json(problem)}}));
  line_->close(websocket::kPolicyViolation, problem.type);
}

void Door::Publisher::run() {
  heard_ = std::chrono::steady_clock::now();
  next_ = first_begin();
  if (!next_ || !admit(*next_)) return;
  while (next_) {
    const auto recording = std::exchange(next_, std::nullopt)->recording;
    const auto taken =
        demux(recording, [this](std::span<std::uint8_t> into) { return source(into); }, *feed_, transcoders_);
    if (!taken) {
      log_warn("broadcast refused",
               {{"peer", way_.peer}, {"show", way_.show}, {"why", taken.error().detail}});
      feed_->refused(taken.error());
      refuse(taken.error());
    }
    piece_.clear();
    read_ = 0;
    if (!line_->is_open() || leaving_) break;
  }
  log_info("publisher gone", {{"peer", way_.peer}, {"protocol", "browser"}, {"show", way_.show}});
  feed_.reset();
  line_->close(websocket::kNormalClosure, "");
}

std::optional<Door::Publisher::Begin> Door::Publisher::first_begin() {
  const auto deadline = heard_ + limits_.time_to_begin;
  while (line_->is_open() && !next_ && !leaving_) {
    if (must_end()) return std::nullopt;
    if (const auto message = line_->hear(kWait)) {
      if (message->opcode == websocket::Opcode::kText) {
        read_text(message->payload);
      } else {
        refuse({Kind::kInvalid, "invalid", "A recording begins with {\"do\": \"begin\"}.", "/do"});
      }
    } else if (std::chrono::steady_clock::now() > deadline) {
      refuse({Kind::kInvalid, "invalid", "No recording was begun in time.", "/do"});
    }
  }
  return std::exchange(next_, std::nullopt);
}

bool Door::Publisher::admit(const Begin& begin) {
  auto feed = gate_.admit({.protocol = "browser",
                           .show = way_.show,
                           .key = "",
                           .peer = way_.peer,
                           .trusted = true,
                           .publisher = way_.caller.id + "/" + begin.page,
                           .take_over = begin.take_over});
  if (!feed) {
    log_info("publisher turned away",
             {{"peer", way_.peer}, {"protocol", "browser"}, {"why", feed.error().type}});
    refuse(feed.error());
    return false;
  }
  feed_ = *std::move(feed);
  log_info("publisher admitted", {{"peer", way_.peer}, {"protocol", "browser"}, {"show", way_.show}});
  line_->say(R"({"admitted":true})");
  return true;
}

bool Door::Publisher::must_end() {
  if (ending_) {
    const std::scoped_lock lock(ending_mutex_);
    refuse(why_);
    return true;
  }
  if (feed_ && feed_->closed()) {
    refuse({Kind::kConflict, "closed",
            "The show takes this picture no longer: it has ended, or another device took over."});
    return true;
  }
  return false;
}

std::size_t Door::Publisher::source(std::span<std::uint8_t> into) {
  while (read_ == piece_.size()) {
    if (!piece_.empty()) {
      piece_.clear();
      read_ = 0;
      line_->say(fmt::format(R"({{"received":{}}})", ++pieces_));
    }
    if (must_end() || !line_->is_open() || leaving_ || next_) return 0;
    auto message = line_->hear(kWait);
    const auto now = std::chrono::steady_clock::now();
    if (!message) {
      if (now - heard_ <= limits_.idle) continue;
      log_info("silent page closed", {{"peer", way_.peer}, {"show", way_.show}});
      line_->close(websocket::kGoingAway, "Nothing came for too long.");
      return 0;
    }
    heard_ = now;
    if (message->opcode == websocket::Opcode::kText) {
      read_text(message->payload);
    } else {
      piece_ = std::move(message->payload);
    }
  }
  const std::size_t count = std::min(piece_.size() - read_, into.size());
  std::copy_n(piece_.begin() + static_cast<std::ptrdiff_t>(read_), count, into.begin());
  read_ += count;
  return count;
}

void Door::Publisher::read_text(std::string_view text) {
  const auto message = parse_object(text);
  if (!message) return refuse(message.error());
  Fields in(*message);
  const auto what = in.text("do", {.least = 1, .most = 10});
  if (what == "end") {
    leaving_ = true;
    return;
  }
  const auto mime = in.text("mime", {.least = 1, .most = 100});
  const auto at = in.whole("at", {.least = 0, .most = kFurthest_ms});
  const auto page = in.optional_text("page", {.least = 1, .most = 64});
  const auto take_over = in.optional_flag("take_over");
  if (what != "begin") in.wrong("do", "This must be begin or end.");
  if (auto problem = in.problem()) return refuse(*problem);
  const auto container = container_of(mime);
  if (!container) return refuse(container.error());
  next_ = Begin{.recording = {.container = *container, .begins = Milliseconds(at)},
                .page = page.value_or(""),
                .take_over = take_over.value_or(false)};
}

}  // namespace nigiwai::media::ingest::browser

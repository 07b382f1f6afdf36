#include "social/posts/publisher.h"

#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "media/jpeg.h"
#include "media/pictures.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social {

void Publisher::start() {
  const auto recovered =
      on_writer<void>(parts_.writer, store::Lane::kStaff, [](store::Transaction& t) -> Result<void> {
        recover_posts(t);
        return {};
      });
  if (!recovered) log_error("posts under way cannot be read", {{"why", recovered.error().detail}});
  thread_ = std::thread([this] { run(); });
}

void Publisher::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  bell_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Publisher::hurry() {
  {
    const std::scoped_lock lock(mutex_);
    hurried_ = true;
  }
  bell_.notify_all();
}

bool Publisher::stopping() {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

void Publisher::run() {
  while (true) {
    const bool more = step();
    std::unique_lock lock(mutex_);
    if (!more) bell_.wait_for(lock, kLookForPosts, [this] { return stopping_ || hurried_; });
    hurried_ = false;
    if (stopping_) return;
  }
}

bool Publisher::step() {
  const auto due = parts_.readers.read<bool>(
      [&](store::Database& db) -> Result<bool> { return is_any_due(db, parts_.clock.wall()); });
  if (!due || !*due) return false;
  const WordingParts wording{.channels = parts_.channels, .origin = parts_.origin};
  auto taken = on_writer<std::optional<PostErrand>>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::optional<PostErrand>> {
        return take_errand(t, parts_.journal, parts_.random, wording);
      });
  if (!taken) {
    log_error("posts that are due cannot be taken", {{"why", taken.error().detail}});
    return false;
  }
  if (!*taken) return false;
  publish(**std::move(taken));
  return true;
}

void Publisher::publish(PostErrand errand) {
  const auto& id = errand.channel.account;
  Result<void> noted;
  const auto note = [&](std::function<void(store::Transaction&)> work) {
    noted = on_writer<void>(parts_.writer, store::Lane::kStaff,
                            [work = std::move(work)](store::Transaction& t) -> Result<void> {
                              work(t);
                              return {};
                            });
  };
  switch (errand.what) {
    case PostErrand::What::kPublish: {
      Result<Published> said;
      if (auto placed = place_picture(errand); !placed) {
        said = std::unexpected(placed.error());
      } else {
        said = parts_.calls.call<Published>(id, [&](Channel& channel, ChannelAccount& account) {
          return channel.publish(account, errand.saying);
        });
      }
      if (!said && said.error().kind == Kind::kUnavailable && stopping()) {
        note([&](store::Transaction& t) { put_back(t, errand); });
      } else {
        note([&](store::Transaction& t) { settle_published(t, parts_.journal, errand, said); });
      }
      break;
    }
    case PostErrand::What::kRemove: {
      const auto removed = parts_.calls.call<void>(id, [&](Channel& channel, ChannelAccount& account) {
        return channel.remove(account, errand.channel.remote);
      });
      if (removed || !stopping())
        note([&](store::Transaction& t) { settle_removed(t, parts_.journal, errand, removed); });
      break;
    }
    case PostErrand::What::kCount: {
      const auto counted =
          parts_.calls.call<SayingCounts>(id, [&](Channel& channel, ChannelAccount& account) {
            return channel.counts(account, errand.channel.remote);
          });
      if (counted || !stopping()) note([&](store::Transaction& t) { settle_counts(t, errand, counted); });
      break;
    }
  }
  if (!noted)
    log_error("what became of a post cannot be kept",
              {{"post", errand.post.id}, {"why", noted.error().detail}});
}

Result<void> Publisher::place_picture(PostErrand& errand) {
  const auto& hash = errand.post.said.picture;
  if (hash.empty()) return {};
  const auto kept = parts_.readers.read<std::string>(
      [&](store::Database& db) { return media::kept_picture(db, hash + "-640.webp"); });
  if (!kept) return std::unexpected(kept.error());
  const auto jpeg = media::as_jpeg(*kept);
  if (!jpeg) return std::unexpected(jpeg.error());
  std::error_code error;
  std::filesystem::create_directories(parts_.folder, error);
  errand.saying.picture = parts_.folder + "/going.jpg";  // one post goes at a time
  errand.saying.picture_url = parts_.origin + "/post-pictures/" + hash + ".jpg";
  std::ofstream file(errand.saying.picture, std::ios::binary | std::ios::trunc);
  file.write(jpeg->data(), static_cast<std::streamsize>(jpeg->size()));
  file.close();
  if (!file)
    return fail(Kind::kUnavailable, "storage-full",
                "The picture could not be written. The disk may be full.");
  return {};
}

}  // namespace nigiwai::social

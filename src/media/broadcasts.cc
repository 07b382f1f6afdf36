#include "media/broadcasts.h"

#include <sodium.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>

#include "base/log.h"
#include "media/broadcast.h"
#include "media/recording/clips.h"
#include "media/second/history.h"

extern "C" {
#include <libavutil/log.h>
}

namespace nigiwai::media {
namespace {

class SessionFeed final : public Feed {
 public:
  SessionFeed(std::shared_ptr<Broadcast> broadcast, std::shared_ptr<Broadcast::Session> session)
      : broadcast_(std::move(broadcast)), session_(std::move(session)) {}
  ~SessionFeed() override { broadcast_->left(session_); }
  SessionFeed(const SessionFeed&) = delete;
  SessionFeed& operator=(const SessionFeed&) = delete;

  void video_form(const VideoForm& form) override { broadcast_->video_form(*session_, form); }
  void audio_form(const AudioForm& form) override { broadcast_->audio_form(*session_, form); }
  void packet(Packet packet) override { broadcast_->packet(*session_, packet); }
  void refused(const Problem& problem) override { broadcast_->refused(*session_, problem); }
  bool closed() const override { return session_->closed; }

 private:
  std::shared_ptr<Broadcast> broadcast_;
  std::shared_ptr<Broadcast::Session> session_;
};

// Takes the same time wherever the difference is.
bool same_key(const std::string& a, const std::string& b) {
  return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

// A show's name becomes a folder's.
bool is_safe(const std::string& show) {
  return !show.empty() && show.front() != '.' && show.find('/') == std::string::npos &&
         show.find('\0') == std::string::npos;
}

// Beside the movies: the path under which the archive stood that they were made of. Not there: the show's own
// id.
constexpr const char* kMoviesPath = "recording.path";

bool made_under(const std::filesystem::path& directory, const std::string& path) {
  std::ifstream file(directory / kMoviesPath);
  std::string known;
  std::getline(file, known);
  return known.empty() ? path == directory.filename().string() : known == path;
}

void forget_movies(const std::filesystem::path& directory) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("recording") && name.ends_with(".mp4"))
      std::filesystem::remove(entry.path(), ignored);
  }
}

// All that an archive is made of, of one rendition.
struct ReadArchive {
  std::shared_ptr<const Recording> recording;
  std::vector<PlaylistSegment> segments;
  std::vector<PlaylistSegment> newest;
  Variants variants;
};

Result<ReadArchive> read_archive(Disk& disk, const std::filesystem::path& directory, const ShowMedia& media) {
  auto recording = Recording::open(disk, directory, media.withdrawn);
  if (!recording) return std::unexpected(recording.error());
  auto segments = (*recording)->segments();
  auto variants = (*recording)->variants();
  auto newest = (*recording)->newest_segments(kPlaylistWindow);
  if (!segments || !variants || !newest)
    return fail(Kind::kInternal, "disk", "The recording cannot be read.");
  return ReadArchive{.recording = std::move(*recording),
                     .segments = std::move(*segments),
                     .newest = std::move(*newest),
                     .variants = std::move(*variants)};
}

std::vector<std::shared_ptr<const PlaylistSegment>> shared_segments(
    const std::vector<PlaylistSegment>& segments) {
  std::vector<std::shared_ptr<const PlaylistSegment>> shared;
  shared.reserve(segments.size());
  for (const auto& segment : segments) shared.push_back(std::make_shared<const PlaylistSegment>(segment));
  return shared;
}

// The end of the live playlist, for players that have not seen it.
std::shared_ptr<const LiveWindow> ended_window(ReadArchive archive, WallTime live_at) {
  auto window = std::make_shared<LiveWindow>(live_at);
  const auto next = archive.newest.empty() ? 0 : archive.newest.back().msn + 1;
  window->restore(std::move(archive.newest), archive.variants, next);
  window->end();
  return window;
}

}  // namespace

Broadcasts::Broadcasts(Options options, Disk& disk, Clock& clock, ShowDirectory& shows,
                       BroadcastObserver& observer)
    : options_(std::move(options)), disk_(disk), clock_(clock), shows_(shows), observer_(observer) {
  // What libavformat would write to standard error comes back to us as error codes, and goes into our own
  // log.
  av_log_set_level(AV_LOG_QUIET);
  if (options_.make_coder) second_.make_coder = options_.make_coder;
  if (!options_.watches) return;
  watcher_ = std::thread([this] {
    std::unique_lock lock(watch_mutex_);
    while (!watch_.wait_for(lock, std::chrono::seconds{1}, [this] { return stopping_.load(); })) {
      lock.unlock();
      tick();
      lock.lock();
    }
  });
}

Broadcasts::~Broadcasts() { stop(); }

std::shared_ptr<Broadcast> Broadcasts::find(const std::string& show) const {
  const std::scoped_lock lock(mutex_);
  const auto found = broadcasts_.find(show);
  return found == broadcasts_.end() ? nullptr : found->second;
}

std::shared_ptr<Broadcast> Broadcasts::obtain(const ShowMedia& media) {
  const std::scoped_lock lock(mutex_);
  auto& broadcast = broadcasts_[media.show];
  if (broadcast) return broadcast;
  broadcast = std::make_shared<Broadcast>(media, Broadcast::Surroundings{.directory = directory(media.show),
                                                                         .disk = disk_,
                                                                         .clock = clock_,
                                                                         .observer = observer_,
                                                                         .disk_queue = disk_queue_,
                                                                         .maker = maker_,
                                                                         .second = second_,
                                                                         .simulcasts = options_.simulcasts});
  if (media.state == ShowMedia::State::kLive) broadcast->start(media.live_at);
  return broadcast;
}

std::shared_ptr<Broadcast> Broadcasts::live(const std::string& show) {
  if (auto broadcast = find(show)) return broadcast->live_window() ? broadcast : nullptr;
  const auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  return media && media->state == ShowMedia::State::kLive ? obtain(*media) : nullptr;
}

Result<std::unique_ptr<Feed>> Broadcasts::admit(const IngestRequest& request) {
  if (stopping_)
    return fail(Kind::kUnavailable, "stopping", "The server is shutting down; connect again soon.");
  const auto media = is_safe(request.show) ? shows_.find(request.show) : std::nullopt;
  if (!media)
    return fail(Kind::kNotFound, "not-found", "There is no such show; check the address in the encoder.");
  if (!request.trusted && !same_key(media->key, request.key)) {
    log_warn("an encoder came with a wrong key", {{"show", request.show}, {"peer", request.peer}});
    const auto* sentence = "An encoder came with a wrong stream key; copy the key from the studio again.";
    if (media->state != ShowMedia::State::kEnded) obtain(*media)->refused(sentence);
    return fail(Kind::kForbidden, "wrong-key", sentence);
  }
  if (media->state == ShowMedia::State::kEnded) {
    return fail(Kind::kConflict, "show-ended", "The show has ended; the encoder was not let in.");
  }
  auto broadcast = obtain(*media);
  auto session = broadcast->admit(request);
  if (!session) return std::unexpected(session.error());
  log_info("an encoder has come",
           {{"show", request.show}, {"protocol", request.protocol}, {"peer", request.peer}});
  return std::make_unique<SessionFeed>(std::move(broadcast), std::move(*session));
}

std::string Broadcasts::passphrase(const std::string& show) {
  const auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  return media ? media->passphrase : std::string();
}

void Broadcasts::start(const std::string& show, WallTime live_at) {
  auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  if (!media) return;
  media->state =
      ShowMedia::State::kScheduled;  // so that it is started here, whoever asked for the show first
  obtain(*media)->start(live_at);
}

std::optional<Milliseconds> Broadcasts::resume(const std::string& show) {
  const auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  if (!media || media->state != ShowMedia::State::kLive) return std::nullopt;
  return obtain(*media)->recorded_until();
}

void Broadcasts::end(const std::string& show) {
  if (auto broadcast = find(show)) broadcast->end();
  const std::scoped_lock lock(mutex_);
  archives_.erase(show);
}

void Broadcasts::key_changed(const std::string& show) {
  const auto media = shows_.find(show);
  const auto broadcast = find(show);
  if (media && broadcast) broadcast->update(*media);
}

Result<void> Broadcasts::forget(const std::string& show) {
  if (!is_safe(show)) return fail(Kind::kNotFound, "not-found", "There is no such show.");
  if (const auto broadcast = find(show); broadcast && broadcast->state() == ShowMedia::State::kLive) {
    return fail(Kind::kConflict, "still-live", "The show is on air; end it first.");
  }
  {
    const std::scoped_lock lock(mutex_);
    broadcasts_.erase(show);
    archives_.erase(show);
    movies_.erase(show);
  }
  drain();
  std::error_code error;
  std::filesystem::remove_all(directory(show), error);
  if (error) return fail(Kind::kInternal, "disk", "The recording cannot be removed: " + error.message());
  return {};
}

void Broadcasts::archive_changed(const std::string& show) {
  if (!is_safe(show)) return;
  {
    const std::scoped_lock lock(mutex_);
    ++changes_;
    // An ended show's window would go on with the whole of it for a while.
    const auto found = broadcasts_.find(show);
    if (found != broadcasts_.end() && found->second->state() == ShowMedia::State::kEnded)
      broadcasts_.erase(found);
    archives_.erase(show);
    movies_.erase(show);
  }
  asio::post(maker_, [this, show] {
    disk_queue_.drain();
    const auto recording = this->recording(show);
    // A clip of a second makes a poster beside it.
    const auto movie = directory(show) / "poster.mp4";
    const auto segments = recording ? recording->segments() : Result<std::vector<PlaylistSegment>>{};
    std::error_code ignored;
    if (!segments || segments->empty()) {
      std::filesystem::remove(directory(show) / "poster.jpg", ignored);
      return;
    }
    const auto from = to_milliseconds(segments->front().at);
    const auto made = make_clip(*recording, {.from = from, .until = from + Milliseconds(1'000)}, movie,
                                [this](int) { return !stopping_; });
    if (!made) log_warn("a poster could not be made", {{"show", show}, {"why", made.error().detail}});
    if (!made) std::filesystem::remove(directory(show) / "poster.jpg", ignored);
    std::filesystem::remove(movie, ignored);
  });
}

Health Broadcasts::health(const std::string& show) {
  const auto broadcast = find(show);
  return broadcast ? broadcast->health() : Health{};
}

Milliseconds Broadcasts::served_until(const std::string& show) {
  const auto broadcast = find(show);
  return broadcast ? broadcast->served_until() : Milliseconds{0};
}

std::shared_ptr<LiveWindow> Broadcasts::window(const std::string& show_or_token) {
  if (const auto broadcast = live(show_or_token)) return broadcast->live_window();
  const std::scoped_lock lock(mutex_);
  for (const auto& [show, broadcast] : broadcasts_) {
    if (auto preview = broadcast->preview_window(show_or_token)) return preview;
  }
  return nullptr;
}

bool Broadcasts::is_preview(const std::string& token) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [show, broadcast] : broadcasts_) {
    if (broadcast->preview_window(token)) return true;
  }
  return false;
}

bool Broadcasts::is_live(const std::string& show) {
  const auto broadcast = live(show);
  return broadcast && broadcast->state() == ShowMedia::State::kLive;
}

Broadcasts::Available Broadcasts::available(const std::string& show) {
  Available available;
  const auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  if (!media) return available;
  std::error_code ignored;
  available.poster = std::filesystem::exists(directory(show) / "poster.jpg", ignored);
  const auto broadcast = find(show);
  const auto state = broadcast ? broadcast->state() : media->state;
  if (state == ShowMedia::State::kEnded) {
    available.playlist = available.movie = recording(show) != nullptr;
  } else if (state == ShowMedia::State::kLive) {
    const auto window = broadcast ? broadcast->live_window() : nullptr;
    available.playlist = window && !window->snapshot()->variants().video_codec.empty();
  } else if (broadcast) {
    const auto preview = broadcast->preview_window(media->preview_token);
    available.preview = preview && !preview->snapshot()->empty();
  }
  return available;
}

std::shared_ptr<LiveWindow> Broadcasts::low_offered(const std::string& show) const {
  const auto broadcast = find(show);
  return broadcast ? broadcast->low_offered() : nullptr;
}

std::shared_ptr<LiveWindow> Broadcasts::low_window(const std::string& show) const {
  const auto broadcast = find(show);
  return broadcast ? broadcast->low_window() : nullptr;
}

std::shared_ptr<const Recording> Broadcasts::recording(const std::string& show, Rendition rendition) {
  if (!is_safe(show)) return nullptr;
  const auto media = shows_.find(show);
  const auto folder = rendition == Rendition::kLow ? directory(show) / second::kFolder : directory(show);
  return Recording::open(disk_, folder, media ? media->withdrawn : std::vector<TimeStretch>())
      .value_or(nullptr);
}

Result<std::shared_ptr<const Archive>> Broadcasts::archive_at(const std::string& path) {
  auto own = archive(path);
  if (own && (*own)->path == path) return own;
  if (const auto show = own ? std::nullopt : shows_.show_of_archive(path)) {
    auto moved = archive(*show);
    if (moved && (*moved)->path == path) return moved;
  }
  if (!own && own.error().type != "not-found") return own;
  return fail(Kind::kNotFound, "not-found", "Nothing stands here any more; begin at the show's index.m3u8.");
}

Result<std::shared_ptr<const Archive>> Broadcasts::archive(const std::string& show) {
  std::uint64_t changes = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto cached = archives_.find(show); cached != archives_.end()) return cached->second;
    changes = changes_;
  }
  const auto none = fail(Kind::kNotFound, "not-recorded", "Nothing of this show has been recorded.");
  const auto media = is_safe(show) ? shows_.find(show) : std::nullopt;
  if (!media) return fail(Kind::kNotFound, "not-found", "There is no such show.");
  const auto broadcast = find(show);
  if ((broadcast ? broadcast->state() : media->state) != ShowMedia::State::kEnded) return none;
  if (broadcast && !broadcast->settled()) disk_queue_.drain();  // the last part is on its way
  // Its second rendition is about to be whole: what is made now is not kept.
  const bool settled = !broadcast || broadcast->low_settled();
  auto whole = read_archive(disk_, directory(show), *media);
  if (!whole && whole.error().type == "disk") return std::unexpected(whole.error());
  if (!whole) return none;
  auto archive = std::make_shared<Archive>();
  archive->recording = whole->recording;
  archive->path = media->archive_path.empty() ? show : media->archive_path;
  const auto low = read_archive(disk_, directory(show) / second::kFolder, *media);
  const bool both = low && second::is_whole(whole->segments, low->segments);
  archive->multivariant = multivariant_playlist(
      whole->variants, media->archive_path.empty() ? "archive" : "../" + media->archive_path + "/archive",
      both ? &low->variants : nullptr);
  const auto shared = shared_segments(whole->segments);
  archive->av = archive_playlist(shared, media->live_at, Rendition::kAv);
  archive->audio = archive_playlist(shared, media->live_at, Rendition::kAudio);
  archive->window = ended_window(std::move(*whole), media->live_at);
  if (both) {
    archive->low_recording = low->recording;
    archive->low = archive_playlist(shared_segments(low->segments), media->live_at, Rendition::kLow);
    archive->low_window = ended_window(*low, media->live_at);
  }
  const std::scoped_lock lock(mutex_);
  if (changes != changes_ || !settled) return archive;
  if (archives_.size() >= kArchivesCached) archives_.erase(archives_.begin());
  archives_[show] = archive;
  return archive;
}

std::optional<std::filesystem::path> Broadcasts::poster(const std::string& show) const {
  return is_safe(show) ? std::optional(directory(show) / "poster.jpg") : std::nullopt;
}

Task<Result<std::vector<RecordedMovie>>> Broadcasts::list_movies(std::string show) {
  auto found = archive(show);
  if (!found) co_return std::unexpected(found.error());
  co_return co_await asio::co_spawn(
      maker_,
      [](std::shared_ptr<const Recording> recording) -> Task<Result<std::vector<RecordedMovie>>> {
        co_return media::list_movies(*recording);
      }((*found)->recording),
      asio::use_awaitable);
}

Task<Result<std::vector<RecordedMovie>>> Broadcasts::movies(std::string show) {
  auto found = archive(show);
  if (!found) co_return std::unexpected(found.error());
  const auto recording = (*found)->recording;
  std::uint64_t changes = 0;
  {
    const std::scoped_lock lock(mutex_);
    changes = changes_;
    if (const auto made = movies_.find(show); made != movies_.end()) co_return made->second;
  }
  // One thread makes them, so that a second request for the same finds them made.
  auto make = [this, recording, path = (*found)->path]() -> Task<Result<std::vector<RecordedMovie>>> {
    auto listed = media::list_movies(*recording);
    if (!listed) co_return listed;
    // Those of another path show what is withdrawn since, or lack what was restored.
    bool all_there = made_under(recording->directory(), path);
    for (const auto& movie : *listed) {
      all_there = all_there && std::filesystem::exists(recording->directory() / movie.file);
    }
    if (all_there) co_return listed;
    forget_movies(recording->directory());
    auto written = write_movies(*recording, [this] { return !stopping_; });
    if (written) std::ofstream(recording->directory() / kMoviesPath) << path;
    co_return written;
  };
  auto made = co_await asio::co_spawn(maker_, std::move(make), asio::use_awaitable);
  if (made) {
    const std::scoped_lock lock(mutex_);
    if (changes == changes_) movies_[show] = *made;
  }
  co_return made;
}

void Broadcasts::tick() {
  std::vector<std::shared_ptr<Broadcast>> all;
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(broadcasts_, [](const auto& entry) { return entry.second->idle(); });
    for (const auto& [show, broadcast] : broadcasts_) all.push_back(broadcast);
  }
  for (const auto& broadcast : all) broadcast->tick();
}

void Broadcasts::drain() { disk_queue_.drain(); }

void Broadcasts::stop() {
  {
    const std::scoped_lock lock(watch_mutex_);
    if (stopping_.exchange(true)) return;
  }
  watch_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  std::vector<std::shared_ptr<Broadcast>> all;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [show, broadcast] : broadcasts_) all.push_back(broadcast);
  }
  for (const auto& broadcast : all) broadcast->stop();
  disk_queue_.drain();
  maker_.join();
}

}  // namespace nigiwai::media

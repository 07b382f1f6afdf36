#include "media/broadcast.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/log.h"

namespace nigiwai::media {
namespace {

// The poster is the first key frame after each of these, counted from the show's first picture: the first is
// soon there, the later ones have had time to show something.
constexpr std::array kPosterTimes = {Ticks{90'000}, Ticks{10 * 90'000}, Ticks{30 * 90'000},
                                     Ticks{60 * 90'000}};

// After a restart the recording says which numbers were published, unless the disk was full before: a silence
// longer than this may hide some, so that their numbers, one a second and more, are passed over.
constexpr Ticks kNumbersKnown = Ticks{60 * 90'000};

}  // namespace

class Broadcast::PublicSink : public PartSink {
 public:
  explicit PublicSink(Broadcast& broadcast) : broadcast_(broadcast) {}
  void part(Part part) override {
    const Placed placed = broadcast_.live_->append(part);
    broadcast_.make_poster(part);
    broadcast_.second_.part(part, placed);
    if (auto* others = broadcast_.around_.simulcasts) others->part(broadcast_.media_.show, part);
    part.samples.reset();
    broadcast_.record(std::move(part), placed);
  }
  void segment_cut() override {
    broadcast_.live_->cut();
    broadcast_.second_.segment_cut();
    if (!broadcast_.media_.record) return;
    broadcast_.around_.disk_queue.push_always(
        [self = broadcast_.shared_from_this(), window = broadcast_.live_] {
          if (!self->recorder_) return;
          if (const auto synced = self->recorder_->sync()) {
            window->recorded(window->snapshot()->next_msn() - 1);
          } else {
            self->lose_recorder(synced.error());
          }
        });
  }

 private:
  Broadcast& broadcast_;
};

class Broadcast::PreviewSink : public PartSink {
 public:
  explicit PreviewSink(Broadcast& broadcast) : window_(broadcast.preview_) {}
  void part(Part part) override { window_->append(part); }
  void segment_cut() override { window_->cut(); }

 private:
  std::shared_ptr<LiveWindow> window_;
};

Broadcast::Broadcast(ShowMedia media, Surroundings around)
    : around_(std::move(around)),
      media_(std::move(media)),
      second_({.show = media_.show,
               .directory = around_.directory / second::kFolder,
               .disk = around_.disk,
               .clock = around_.clock,
               .disk_queue = around_.disk_queue,
               .shared = around_.second}) {
  second_.want(media_.second);
  touched_ = around_.clock.steady();
  if (!media_.record) recording_ = RecordingState::kOff;
}

template <class Work>
void Broadcast::locked(Work work) {
  Said said;
  {
    const std::scoped_lock lock(mutex_);
    work(said);
  }
  for (const auto& say : said) say(around_.observer);
}

bool Broadcast::is_dead(const Session& session) const {
  return session.closed || around_.clock.steady() - session.last_packet >= kDeadPublisher;
}

Result<std::shared_ptr<Broadcast::Session>> Broadcast::admit(const IngestRequest& request) {
  Result<std::shared_ptr<Session>> answer;
  locked([&](Said& said) {
    touched_ = around_.clock.steady();
    if (media_.state == ShowMedia::State::kEnded) {
      problem_ = "The show has ended; the encoder was not let in.";
      answer = fail(Kind::kConflict, "show-ended", problem_);
      return;
    }
    const bool itself = session_ && !request.publisher.empty() && session_->publisher == request.publisher;
    if (session_ && !is_dead(*session_) && !itself && !request.take_over) {
      problem_ = "A second encoder tried to come in; stop the first one before.";
      answer = fail(Kind::kConflict, "already-publishing", problem_);
      answer.error().extra["protocol"] = session_->protocol;
      return;
    }
    if (session_) close(*session_, said);
    session_ = std::make_shared<Session>();
    session_->protocol = request.protocol;
    session_->key = request.key;
    session_->publisher = request.publisher;
    session_->last_packet = session_->last_video = around_.clock.steady();
    problem_.clear();
    answer = session_;
  });
  return answer;
}

void Broadcast::refused(const std::string& sentence) {
  const std::scoped_lock lock(mutex_);
  touched_ = around_.clock.steady();
  problem_ = sentence;
}

void Broadcast::failed(Session& session, const Problem& problem, Said& said) {
  problem_ = problem.detail;
  log_warn("an encoder's stream was refused", {{"show", media_.show}, {"why", problem.detail}});
  close(session, said);
}

void Broadcast::refused(Session& session, const Problem& problem) {
  locked([&](Said& said) {
    if (!session.closed) failed(session, problem, said);
  });
}

void Broadcast::video_form(Session& session, const VideoForm& form) {
  locked([&](Said& said) {
    if (session.closed) return;
    session.video = form;
    if (!session.packager) return;
    if (auto taken = session.packager->video_form(form); !taken) failed(session, taken.error(), said);
  });
}

void Broadcast::audio_form(Session& session, const AudioForm& form) {
  locked([&](Said& said) {
    if (session.closed) return;
    session.audio = form;
    if (!session.packager) return;
    if (auto taken = session.packager->audio_form(form); !taken) failed(session, taken.error(), said);
  });
}

void Broadcast::make_packager(Session& session, bool on_air) {
  if (session.packager) session.dropped += session.packager->dropped();
  session.on_air = on_air;
  if (on_air) {
    session.sink = std::make_unique<PublicSink>(*this);
    session.packager = std::make_unique<Packager>(*session.sink, media_.live_at);
  } else {
    // A preview's clock begins when it does.
    const WallTime begins = around_.clock.wall();
    preview_ = std::make_shared<LiveWindow>(begins);
    session.sink = std::make_unique<PreviewSink>(*this);
    session.packager = std::make_unique<Packager>(*session.sink, begins);
  }
}

void Broadcast::packet(Session& session, const Packet& packet) {
  locked([&](Said& said) {
    if (session.closed) return;
    const auto now = around_.clock.steady();
    session.last_packet = now;
    if (packet.track == Track::kVideo) {
      session.last_video = now;
      session.meter.add(now, packet.data ? packet.data->size() : 0);
    }
    const bool on_air = media_.state == ShowMedia::State::kLive;
    // An encoder goes public with a key frame; until then the preview goes on.
    const bool switches = on_air && !session.on_air && packet.track == Track::kVideo && packet.key;
    if (!session.packager || switches) {
      if (session.packager) session.packager->finish();
      if (switches && preview_) {
        preview_->end();
        preview_ended_ = now;
      }
      make_packager(session, on_air);
      auto taken = session.video ? session.packager->video_form(*session.video) : Result<void>{};
      if (taken && session.audio) taken = session.packager->audio_form(*session.audio);
      if (!taken) return failed(session, taken.error(), said);
    }
    const bool ran = session.packager->running();
    session.packager->packet(packet, around_.clock.wall());
    if (!ran && session.packager->running() && session.on_air) {
      const auto at = to_milliseconds(session.packager->now_at());
      if (!first_at_) first_at_ = session.packager->now_at();
      said.push_back(
          [show = media_.show, at](BroadcastObserver& observer) { observer.picture_came(show, at); });
    } else if (ran && !session.packager->running() && session.on_air) {
      const auto at = window_end();
      said.push_back(
          [show = media_.show, at](BroadcastObserver& observer) { observer.picture_went(show, at); });
    }
  });
}

void Broadcast::finish(Session& session, Said& said) {
  if (!session.packager || !session.packager->running()) return;
  session.packager->finish();
  if (!session.on_air) return;
  const auto at = window_end();
  said.push_back([show = media_.show, at](BroadcastObserver& observer) { observer.picture_went(show, at); });
}

void Broadcast::close(Session& session, Said& said) {
  if (session.closed.exchange(true)) return;
  finish(session, said);
  touched_ = around_.clock.steady();
}

void Broadcast::left(const std::shared_ptr<Session>& session) {
  locked([&](Said& said) {
    close(*session, said);
    if (session_ == session) session_.reset();
  });
}

std::optional<Milliseconds> Broadcast::start(WallTime live_at) {
  const std::scoped_lock lock(mutex_);
  if (media_.state == ShowMedia::State::kEnded || live_) return std::nullopt;
  media_.state = ShowMedia::State::kLive;
  media_.live_at = live_at;
  touched_ = around_.clock.steady();
  recorded_until_ = take_up();
  second_.go_live(live_, live_at, media_.record);
  return recorded_until_;
}

std::optional<Milliseconds> Broadcast::take_up() {
  live_ = std::make_shared<LiveWindow>(media_.live_at);
  const Ticks now = to_ticks(std::max(around_.clock.wall() - media_.live_at, Milliseconds{0}));
  const auto passed_over = [](Ticks time) { return static_cast<std::uint64_t>(time / kSegmentLeast) + 1; };
  std::vector<PlaylistSegment> segments;
  Variants variants;
  if (Recording::open(around_.disk, around_.directory)) {
    if (const auto cut = Recorder::open(around_.disk, around_.directory); !cut) {
      log_error("a recording cannot be taken up", {{"show", media_.show}, {"why", cut.error().detail}});
    }
    if (const auto recording = Recording::open(around_.disk, around_.directory)) {
      segments = (*recording)->newest_segments(kPlaylistWindow).value_or(std::vector<PlaylistSegment>{});
      variants = (*recording)->variants().value_or(Variants{});
      if (const auto all = (*recording)->segments(); all && !all->empty()) first_at_ = all->front().at;
    }
  }
  posters_ = kPosterTimes.size();
  for (std::size_t i = kPosterTimes.size(); first_at_ && i-- > 0;) {
    if (now - *first_at_ < kPosterTimes[i]) posters_ = i;
  }
  if (!first_at_) posters_ = 0;
  if (segments.empty()) {
    live_->restore({}, {}, now < kSegmentLeast ? 0 : passed_over(now));
    return std::nullopt;
  }
  const Ticks until = segments.back().at + segments.back().duration;
  std::uint64_t next = segments.back().msn + 1;
  if (now - until > kNumbersKnown) next += passed_over(now - until);
  live_->restore(std::move(segments), std::move(variants), next);
  return to_milliseconds(until);
}

void Broadcast::end() {
  locked([&](Said& said) {
    if (session_) close(*session_, said);
    media_.state = ShowMedia::State::kEnded;
    touched_ = around_.clock.steady();
    if (preview_) preview_->end();
    if (live_ && !live_->snapshot()->ended()) live_->end();
    second_.end();
    if (around_.simulcasts) around_.simulcasts->ended(media_.show);
    around_.disk_queue.push_always([self = shared_from_this()] {
      if (self->recorder_) {
        if (const auto synced = self->recorder_->sync(); !synced) self->lose_recorder(synced.error());
      }
      self->recorder_.reset();
      self->settled_ = true;
    });
  });
}

void Broadcast::update(const ShowMedia& media) {
  locked([&](Said& said) {
    media_.key = media.key;
    media_.passphrase = media.passphrase;
    media_.preview_token = media.preview_token;
    second_.want(media.second);
    if (session_ && !session_->key.empty() && session_->key != media.key) close(*session_, said);
  });
}

void Broadcast::stop() {
  locked([&](Said&) {
    // Nobody is told that the picture went: the show goes on when the server is back.
    if (session_ && !session_->closed.exchange(true) && session_->packager) session_->packager->finish();
    second_.stop();
    if (live_) live_->stop_waiting();
    if (preview_) preview_->stop_waiting();
    around_.disk_queue.push_always([self = shared_from_this()] {
      if (self->recorder_) (void)self->recorder_->sync();
      self->recorder_.reset();
    });
  });
}

void Broadcast::tick() {
  locked([&](Said& said) {
    if (session_ && !session_->closed && is_dead(*session_)) finish(*session_, said);
    // Staff who still watch the preview have seen its end by then.
    if (preview_ && media_.state != ShowMedia::State::kScheduled && preview_->snapshot()->ended() &&
        around_.clock.steady() - preview_ended_ > kEndedKept) {
      preview_.reset();
    }
  });
}

void Broadcast::record(Part part, const Placed& placed) {
  if (!media_.record) return;
  const auto size = part.av->size() + part.audio->size();
  const bool taken =
      around_.disk_queue.push(size, [self = shared_from_this(), window = live_, part = std::move(part),
                                     placed] { self->write(part, placed, *window); });
  if (taken) return;
  around_.disk_queue.push_always([self = shared_from_this()] {
    self->lose_recorder({.kind = Kind::kUnavailable,
                         .type = "disk-slow",
                         .detail = "the disk is too slow for the recording"});
  });
}

void Broadcast::write(const Part& part, const Placed& placed, LiveWindow& window) {
  if (!recorder_) {
    // Only whole segments: what begins in the middle could not be played.
    if (!part.starts_segment || around_.clock.steady() < retry_at_) return;
    auto opened = Recorder::open(around_.disk, around_.directory);
    if (!opened) return lose_recorder(opened.error());
    recorder_ = std::move(*opened);
  }
  if (auto written = recorder_->append(part, placed); !written) return lose_recorder(written.error());
  if (part.ends_segment) window.recorded(placed.msn);
  bool resumed = false;
  {
    const std::scoped_lock lock(recording_mutex_);
    resumed = std::exchange(recording_, RecordingState::kRunning) == RecordingState::kFailed;
    recording_problem_.clear();
  }
  if (resumed) {
    log_info("the recording goes on", {{"show", media_.show}});
    around_.observer.recording_resumed(media_.show);
  }
}

void Broadcast::lose_recorder(const Problem& problem) {
  recorder_.reset();
  retry_at_ = around_.clock.steady() + kRecordingRetry;
  const std::string sentence =
      problem.type == "disk-full"
          ? "The disk is full: the show goes on but is not recorded. Make room; it is tried again every 10 "
            "seconds."
          : "The recording cannot be written; the show goes on, and it is tried again every 10 seconds.";
  bool is_new = false;
  {
    const std::scoped_lock lock(recording_mutex_);
    is_new = std::exchange(recording_, RecordingState::kFailed) != RecordingState::kFailed;
    recording_problem_ = sentence;
  }
  if (!is_new) return;
  log_error("the recording has stopped", {{"show", media_.show}, {"why", problem.detail}});
  around_.observer.recording_stopped(media_.show, sentence);
}

void Broadcast::make_poster(const Part& part) {
  if (!part.picture || posters_ >= kPosterTimes.size()) return;
  if (part.at - first_at_.value_or(part.at) < kPosterTimes[posters_]) return;
  ++posters_;
  asio::post(around_.maker, [self = shared_from_this(), init = part.init, picture = part.picture] {
    const auto& directory = self->around_.directory;
    if (auto made = self->around_.disk.make_directories(directory); !made) return;
    if (auto written = write_poster(init->video, *picture, directory / "poster.jpg"); !written) {
      log_warn("no poster", {{"show", self->media_.show}, {"why", written.error().detail}});
    }
  });
}

Health Broadcast::health() {
  const std::scoped_lock lock(mutex_);
  Health health;
  health.problem = problem_;
  health.second = second_.health();
  {
    const std::scoped_lock recording_lock(recording_mutex_);
    health.recording = recording_;
    health.recording_problem = recording_problem_;
  }
  if (!session_ || session_->closed) {
    if (media_.state == ShowMedia::State::kLive) {
      health.waiting = std::chrono::floor<Milliseconds>(around_.clock.steady() - touched_);
    }
    return health;
  }
  Session& session = *session_;
  const auto now = around_.clock.steady();
  health.connected = true;
  health.protocol = session.protocol;
  const auto rates = session.meter.rates(now);
  health.video_bits_per_second = static_cast<std::int64_t>(rates.bits_per_second);
  health.frames_per_second = rates.frames_per_second;
  if (session.video) {
    health.width = session.video->width;
    health.height = session.video->height;
  }
  if (session.audio) {
    health.audio_rate = session.audio->sample_rate;
    health.audio_channels = session.audio->channels;
  }
  const auto without = std::chrono::floor<Milliseconds>(now - session.last_video);
  if (without >= kNoVideoNoticed) health.no_video_for = without;
  health.no_video = without >= kNoVideoPatience;
  health.dropped = session.dropped;
  if (!session.packager) return health;
  const Packager& packager = *session.packager;
  health.picture = packager.running() && health.no_video_for == Milliseconds{0};
  health.on_air = session.on_air;
  health.silent = packager.silent();
  health.key_frame_interval = to_milliseconds(packager.key_interval());
  health.long_gop = packager.long_gop();
  health.dropped += packager.dropped();
  health.drift = packager.drift();
  if (packager.running() && session.on_air) {
    health.behind = (around_.clock.wall() - media_.live_at) - to_milliseconds(packager.now_at());
  }
  return health;
}

Milliseconds Broadcast::served_until() const {
  const std::scoped_lock lock(mutex_);
  return window_end();
}

Milliseconds Broadcast::window_end() const {
  if (!live_) return Milliseconds{0};
  const auto snapshot = live_->snapshot();
  if (snapshot->empty()) return Milliseconds{0};
  const auto& last = *snapshot->segments().back();
  return to_milliseconds(last.at + last.duration);
}

std::shared_ptr<LiveWindow> Broadcast::live_window() const {
  const std::scoped_lock lock(mutex_);
  return live_;
}

std::shared_ptr<LiveWindow> Broadcast::low_offered() const {
  const std::scoped_lock lock(mutex_);
  return second_.offered();
}

std::shared_ptr<LiveWindow> Broadcast::low_window() const {
  const std::scoped_lock lock(mutex_);
  return second_.window();
}

bool Broadcast::low_settled() const {
  const std::scoped_lock lock(mutex_);
  return second_.settled();
}

std::shared_ptr<LiveWindow> Broadcast::preview_window(const std::string& token) const {
  const std::scoped_lock lock(mutex_);
  return !token.empty() && media_.preview_token == token ? preview_ : nullptr;
}

std::optional<Milliseconds> Broadcast::recorded_until() const {
  const std::scoped_lock lock(mutex_);
  return recorded_until_;
}

ShowMedia::State Broadcast::state() const {
  const std::scoped_lock lock(mutex_);
  return media_.state;
}

bool Broadcast::idle() const {
  const std::scoped_lock lock(mutex_);
  if ((session_ && !session_->closed) || media_.state == ShowMedia::State::kLive) return false;
  const auto kept = media_.state == ShowMedia::State::kEnded ? kEndedKept : kIdleKept;
  return around_.clock.steady() - touched_ > kept;
}

}  // namespace nigiwai::media

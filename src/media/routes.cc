#include "media/routes.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace nigiwai::media {
namespace {

using http::Request;
using http::Response;

constexpr const char* kPlaylistType = "application/vnd.apple.mpegurl";
// Numbered media never change. A preview's are kept nowhere.
constexpr const char* kForever = "public, max-age=31536000, immutable";
constexpr const char* kAlwaysFresh = "no-cache";
constexpr const char* kKeepNowhere = "no-store";

http::SharedBytes shared(Slice slice) {
  const auto* data = reinterpret_cast<const char*>(slice.owner->data()) + slice.offset;
  return {.owner = std::move(slice.owner), .data = data, .size = slice.size};
}

Response answer(http::Body body, std::string type, std::string cache) {
  Response response;
  response.body = std::move(body);
  response.with("Content-Type", std::move(type)).with("Cache-Control", std::move(cache));
  return response;
}

Response refuse(const Problem& problem) {
  auto response = http::problem_response(problem);
  response.with("Cache-Control", kKeepNowhere);
  return response;
}

Response missing(std::string detail) {
  return refuse({.kind = Kind::kNotFound, .type = "not-found", .detail = std::move(detail)});
}

// What an address below av/, audio/ or low/ names.
struct MediaName {
  Rendition rendition = Rendition::kAv;
  std::optional<std::uint32_t> init;
  std::uint64_t msn = 0;
  std::optional<std::size_t> part;
};

template <class Number>
bool take_number(std::string_view& text, Number& into) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

std::optional<MediaName> media_name(std::string_view rest) {
  MediaName name;
  if (rest.starts_with("av/")) {
    rest.remove_prefix(3);
  } else if (rest.starts_with("audio/")) {
    name.rendition = Rendition::kAudio;
    rest.remove_prefix(6);
  } else if (rest.starts_with("low/")) {
    name.rendition = Rendition::kLow;
    rest.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  if (rest.starts_with("init-")) {
    rest.remove_prefix(5);
    std::uint32_t number = 0;
    if (!take_number(rest, number) || rest != ".mp4") return std::nullopt;
    name.init = number;
    return name;
  }
  if (!take_number(rest, name.msn)) return std::nullopt;
  if (rest == ".m4s") return name;
  if (!rest.starts_with('.')) return std::nullopt;
  rest.remove_prefix(1);
  std::size_t part = 0;
  if (!take_number(rest, part) || rest != ".m4s") return std::nullopt;
  name.part = part;
  return name;
}

// Exactly what is hinted: the part after the newest one.
bool is_hinted(const WindowSnapshot& snapshot, std::uint64_t msn, std::size_t part) {
  if (snapshot.ended()) return false;
  if (snapshot.empty() || snapshot.segments().back()->complete)
    return msn == snapshot.next_msn() && part == 0;
  const auto& last = *snapshot.segments().back();
  return msn == last.msn && part == last.parts.size();
}

// What a playlist's address asks for (RFC 8216bis 6.2.5.2).
struct Reload {
  std::optional<std::uint64_t> msn;
  std::optional<std::size_t> part;
  bool skip = false;
};

Result<Reload> reload_asked(const Request& request, const WindowSnapshot& snapshot) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  const auto msn = request.whole("_HLS_msn", 0, kMost);
  if (!msn) return std::unexpected(msn.error());
  const auto part = request.whole("_HLS_part", 0, kMost);
  if (!part) return std::unexpected(part.error());
  if (*part && !*msn) return invalid("_HLS_part", "_HLS_part needs _HLS_msn beside it.");
  Reload reload;
  if (const auto skip = request.asked("_HLS_skip")) {
    if (*skip != "YES" && *skip != "v2") return invalid("_HLS_skip", "_HLS_skip is YES or v2.");
    reload.skip = true;
  }
  if (!*msn || snapshot.ended()) return reload;
  reload.msn = static_cast<std::uint64_t>(**msn);
  if (*part) reload.part = static_cast<std::size_t>(**part);
  if (*reload.msn > snapshot.next_msn() + 1) {
    return invalid("_HLS_msn", fmt::format("Segment {} is too far ahead; the newest is {}.", *reload.msn,
                                           static_cast<std::int64_t>(snapshot.next_msn()) - 1));
  }
  if (!snapshot.empty() && reload.part) {
    const auto& last = *snapshot.segments().back();
    if (*reload.msn == last.msn && *reload.part >= last.parts.size() + kAdvancePartLimit) {
      return invalid("_HLS_part", fmt::format("Part {} is too far ahead.", *reload.part));
    }
  }
  return reload;
}

class MediaRoutes {
 public:
  explicit MediaRoutes(Broadcasts& broadcasts) : broadcasts_(broadcasts) {}

  Task<Response> serve(Request& request) {
    const std::string show(request.parameter("show"));
    const std::string rest(request.parameter("rest"));
    Response response;
    if (rest == "index.m3u8") {
      response = co_await multivariant(show);
    } else if (rest == "live.m3u8") {
      response = co_await live(request, show, Rendition::kAv);
    } else if (rest == "live-audio.m3u8") {
      response = co_await live(request, show, Rendition::kAudio);
    } else if (rest == "live-low.m3u8") {
      response = co_await live(request, show, Rendition::kLow);
    } else if (rest == "archive-low.m3u8") {
      response = archive(show, Rendition::kLow);
    } else if (rest == "archive.m3u8") {
      response = archive(show, Rendition::kAv);
    } else if (rest == "archive-audio.m3u8") {
      response = archive(show, Rendition::kAudio);
    } else if (rest == "poster.jpg") {
      response = poster(show);
    } else if (const auto name = media_name(rest)) {
      response = co_await media(request, show, *name);
    } else {
      response = missing("There is no such file of a show.");
    }
    response.with("Access-Control-Allow-Origin", "*");
    response.with("Access-Control-Expose-Headers", "Content-Range, Content-Length, Date, Age");
    co_return response;
  }

 private:
  Task<Response> multivariant(std::string show) {
    const auto window = broadcasts_.window(show);
    if (window) {
      const auto snapshot = window->snapshot();
      if (!snapshot->ended()) {
        if (snapshot->variants().video_codec.empty()) {
          co_return missing("There is no picture yet; the encoder has not come.");
        }
        const auto low = co_await low_variants(show);
        co_return answer(multivariant_playlist(snapshot->variants(), "live", low ? &*low : nullptr),
                         kPlaylistType, kAlwaysFresh);
      }
    }
    // Under the show's own id it stays, and names where the media are.
    auto archive = broadcasts_.archive(show);
    if (!archive) archive = broadcasts_.archive_at(show);
    if (!archive) co_return refuse(archive.error());
    co_return answer((*archive)->multivariant, kPlaylistType, "public, max-age=60");
  }

  // Of the second rendition. Who comes with the very first picture waits a moment for it: players read this
  // playlist once.
  Task<std::optional<Variants>> low_variants(std::string show) {
    const auto window = broadcasts_.low_offered(show);
    if (!window) co_return std::nullopt;
    if (window->snapshot()->variants().video_codec.empty())
      co_await window->wait_for(window->snapshot()->next_msn(), 0, kLowPatience);
    if (broadcasts_.low_offered(show) != window) co_return std::nullopt;
    const auto variants = window->snapshot()->variants();
    co_return variants.video_codec.empty() ? std::nullopt : std::optional(variants);
  }

  // Null: nobody offers it.
  std::shared_ptr<const LiveWindow> offered(const std::string& show, Rendition rendition) {
    return rendition == Rendition::kLow ? broadcasts_.low_offered(show) : broadcasts_.window(show);
  }

  Task<Response> live(Request& request, std::string show, Rendition rendition) {
    auto window = offered(show, rendition);
    if (!window) {
      const auto archive = broadcasts_.archive_at(show);
      if (!archive) co_return refuse(archive.error());
      window = rendition == Rendition::kLow ? (*archive)->low_window : (*archive)->window;
      if (!window) co_return missing("This size of the picture is not offered.");
    }
    auto snapshot = window->snapshot();
    const auto asked = reload_asked(request, *snapshot);
    if (!asked) co_return refuse(asked.error());
    const char* cache = snapshot->ended() ? "public, max-age=60" : kAlwaysFresh;
    if (asked->msn) {
      // The archive's window has ended, so this is the broadcast's own.
      const bool there = co_await std::const_pointer_cast<LiveWindow>(window)->wait_for(
          *asked->msn, asked->part, kReloadPatience);
      cache = there ? "public, max-age=1" : kKeepNowhere;
      snapshot = window->snapshot();
      // It was dropped meanwhile: players take the other size, as they do for whatever is not there.
      if (rendition == Rendition::kLow && offered(show, rendition) != window)
        co_return missing("This size of the picture is not offered any more.");
    }
    if (broadcasts_.is_preview(show)) cache = kKeepNowhere;
    const auto text =
        std::shared_ptr<const std::string>(snapshot, &snapshot->playlist(rendition, asked->skip));
    co_return answer(http::shared_bytes(text), kPlaylistType, cache);
  }

  Response archive(const std::string& show, Rendition rendition) {
    const auto archive = broadcasts_.archive_at(show);
    if (!archive) return refuse(archive.error());
    const auto& text = rendition == Rendition::kAv    ? (*archive)->av
                       : rendition == Rendition::kLow ? (*archive)->low
                                                      : (*archive)->audio;
    if (text.empty()) return missing("This size of the picture was not recorded.");
    return answer(http::shared_bytes(std::shared_ptr<const std::string>(*archive, &text)), kPlaylistType,
                  "public, max-age=60");
  }

  Response poster(const std::string& show) {
    const auto path = broadcasts_.poster(show);
    if (!path) return missing("There is no poster of this show yet.");
    auto file = http::open_file(path->string());
    if (!file) return missing("There is no poster of this show yet.");
    return answer(std::move(*file), "image/jpeg", "public, max-age=30");
  }

  Task<Response> media(Request& request, std::string show, MediaName name) {
    const char* type = name.rendition == Rendition::kAudio ? "audio/mp4" : "video/mp4";
    const bool is_low = name.rendition == Rendition::kLow;
    const auto window = is_low ? broadcasts_.low_window(show) : broadcasts_.window(show);
    const char* cache = window && broadcasts_.is_preview(show) ? kKeepNowhere : kForever;
    if (window) {
      if (name.part && is_hinted(*window->snapshot(), name.msn, *name.part)) {
        co_await window->wait_for(name.msn, name.part, kReloadPatience);
      }
      if (auto bytes = from_memory(*window, name)) {
        co_return http::ranged(request, answer(shared(std::move(*bytes)), type, cache));
      }
      // The recording may have half of what is not complete yet.
      const auto snapshot = window->snapshot();
      if (!name.init && !snapshot->ended() && name.msn + 1 >= snapshot->next_msn()) {
        co_return missing("This part or segment is not there.");
      }
    }
    std::shared_ptr<const Recording> recording;
    if (window || (is_low && broadcasts_.window(show))) {
      recording = broadcasts_.recording(show, name.rendition);
    } else if (const auto archive = broadcasts_.archive_at(show)) {
      recording = is_low ? (*archive)->low_recording : (*archive)->recording;
    }
    const auto range = recording ? in_recording(*recording, name) : std::nullopt;
    if (!range) co_return missing("This part or segment is not there.");
    auto file = http::open_file(range->path.string());
    if (!file) co_return refuse(file.error());
    co_return http::ranged(
        request,
        answer(http::FileSpan{file->descriptor, file->offset + range->offset, range->size}, type, cache));
  }

  static std::optional<Slice> from_memory(LiveWindow& window, const MediaName& name) {
    if (name.init) {
      auto bytes = window.init_bytes(name.rendition, *name.init);
      if (!bytes) return std::nullopt;
      const auto size = bytes->size();
      return Slice{std::move(bytes), 0, size};
    }
    if (name.part) return window.part_bytes(name.rendition, name.msn, *name.part);
    return window.segment_bytes(name.rendition, name.msn);
  }

  static std::optional<FileRange> in_recording(const Recording& recording, const MediaName& name) {
    if (name.init) return recording.init(name.rendition, *name.init);
    if (name.part) return recording.part(name.rendition, name.msn, *name.part);
    return recording.segment(name.rendition, name.msn);
  }

  Broadcasts& broadcasts_;
};

}  // namespace

void add_movie_routes(http::Router& router, Broadcasts& broadcasts) {
  const auto address = [](const std::string& show, const std::string& file) {
    return fmt::format("/api/shows/{}/movies/{}", show, file);
  };
  router.add({.method = "GET",
              .path = "/api/shows/{id}/movies",
              .access = http::Access::staff(),
              .handle = [&broadcasts, address](Request& request) -> Task<Response> {
                const std::string show(request.parameter("id"));
                const auto movies = co_await broadcasts.list_movies(show);
                if (!movies) co_return http::problem_response(movies.error());
                boost::json::array items;
                for (const auto& movie : *movies) {
                  items.push_back({{"file", movie.file},
                                   {"url", address(show, movie.file)},
                                   {"at", to_milliseconds(movie.at).count()},
                                   {"length_ms", to_milliseconds(movie.duration).count()}});
                }
                co_return http::json_response(
                    boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
              },
              .summary = "The recording as MP4: one movie, and one more each time the picture's size or the "
                         "sound's form changed."});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/movies/{file}",
              .access = http::Access::staff(),
              .handle = [&broadcasts](Request& request) -> Task<Response> {
                const std::string show(request.parameter("id"));
                const auto movies = co_await broadcasts.movies(show);
                if (!movies) co_return http::problem_response(movies.error());
                for (const auto& movie : *movies) {
                  if (movie.file != request.parameter("file")) continue;
                  auto file = http::open_file((broadcasts.directory(show) / movie.file).string());
                  if (!file) co_return http::problem_response(file.error());
                  auto whole = answer(std::move(*file), "video/mp4", "private, max-age=3600");
                  whole.with("Content-Disposition",
                             fmt::format("attachment; filename=\"{}-{}\"", show, movie.file));
                  co_return http::ranged(request, std::move(whole));
                }
                co_return missing("The recording has no such movie.");
              },
              .summary = "One movie of the recording, made when it is first asked for."});
}

void add_broadcast_routes(http::Router& router, Broadcasts& broadcasts) {
  router.add({.method = "GET",
              .path = "/media/{show}/{rest...}",
              .access = http::Access::open(),
              .handle = [routes = MediaRoutes(broadcasts)](
                            Request& request) mutable { return routes.serve(request); },
              .summary = "Playlists, segments and poster of a show; HLS begins at index.m3u8."});
}

}  // namespace nigiwai::media

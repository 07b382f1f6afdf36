// Captions of an archive, by language: kept in the show's time, handed out in that of its recording.
//
// People make them over the download, which leaves gaps out; players play the same time. So files come and go
// in the recording's own time, and what lies between stands at moments of the show, whatever is withdrawn
// later.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>

#include "show/archive/caption_file.h"
#include "show/shows.h"

namespace nigiwai::show {

inline constexpr std::int64_t kMostLanguages = 10;  // of one show: more is no choice on a phone

// So much of the recording in a row: `media` of the download shows `at` of the show.
struct Piece {
  Milliseconds media{0};
  Milliseconds at{0};
  Milliseconds length{0};
};
// Those of a show's archive now, in order. Any thread.
using PiecesOf = std::function<std::vector<Piece>(const std::string& show)>;

// Refuses what lies behind the recording's end, by its line.
Result<std::vector<Caption>> into_show(std::vector<Caption> captions, std::span<const Piece> pieces);
// What of them there is a picture for.
std::vector<Caption> into_recording(std::span<const Caption> captions, std::span<const Piece> pieces);

bool is_language(std::string_view text);  // "ja", "zh-Hant", "pt-BR"

// All of one language, in order, in the show's time; those that reach into a withdrawn part are left out.
std::vector<Caption> captions_of(store::Database& db, const std::string& show, const std::string& language);
bool has_captions(store::Database& db, const std::string& show, const std::string& language);
// {"items": [{"language", "count", "url", "made_by", "made_at"}], "next"}
boost::json::object captions_json(store::Database& db, const std::string& show);

// Replaces those of the language. Conflict "state" for a show that is not archived, "caption-limit" for too
// many languages.
Result<void> put_captions(store::Transaction& transaction, const std::string& show,
                          const std::string& language, std::span<const Caption> captions,
                          const http::Caller& by);
Result<void> remove_captions(store::Transaction& transaction, const std::string& show,
                             const std::string& language, const http::Caller& by);

}  // namespace nigiwai::show

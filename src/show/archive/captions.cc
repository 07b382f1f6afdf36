#include "show/archive/captions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "people/audit.h"
#include "shop/products/search.h"
#include "timeline/withdrawn.h"

namespace nigiwai::show {
namespace {

// The moment of the show at this place of the recording; its end for a place behind it.
Milliseconds place_of(std::span<const Piece> pieces, Milliseconds media) {
  const auto next = std::ranges::upper_bound(pieces, media, {}, &Piece::media);
  const auto& piece = next == pieces.begin() ? pieces.front() : *std::prev(next);
  return piece.at + std::clamp(media - piece.media, Milliseconds(0), piece.length);
}

std::unexpected<Problem> no_captions() {
  return fail(Kind::kNotFound, "not-found", "This show has no captions in this language.");
}

Result<void> refuse_unfinished(store::Database& db, const std::string& show) {
  const auto found = find(db, show);
  if (!found) return std::unexpected(found.error());
  if (found->state == State::kArchived) return {};
  return fail(Kind::kConflict, "state", "Captions are brought for a show that is over.");
}

}  // namespace

Result<std::vector<Caption>> into_show(std::vector<Caption> captions, std::span<const Piece> pieces) {
  if (pieces.empty()) return fail(Kind::kConflict, "not-recorded", "Nothing of this show has been recorded.");
  const auto end = pieces.back().media + pieces.back().length;
  for (auto& each : captions) {
    if (each.from >= end) {
      return wrong_line(
          each.line, "beyond",
          fmt::format("The recording is over after {} s; this caption begins later.", end.count() / 1000));
    }
    // The end of one that ends where a gap begins stays before the gap.
    const auto until = place_of(pieces, std::min(each.until, end) - Milliseconds(1)) + Milliseconds(1);
    each.from = place_of(pieces, each.from);
    each.until = std::max(until, each.from + Milliseconds(1));
  }
  return captions;
}

std::vector<Caption> into_recording(std::span<const Caption> captions, std::span<const Piece> pieces) {
  std::vector<Caption> shown;
  for (const auto& each : captions) {
    std::optional<Caption> found;
    auto piece = std::ranges::upper_bound(pieces, each.from, {}, &Piece::at);
    if (piece != pieces.begin()) --piece;
    for (; piece != pieces.end() && piece->at < each.until; ++piece) {
      const auto from = std::max(each.from, piece->at);
      const auto until = std::min(each.until, piece->at + piece->length);
      if (from >= until) continue;
      if (!found) found = Caption{.from = piece->media + (from - piece->at), .until = {}, .text = each.text};
      found->until = piece->media + (until - piece->at);
    }
    if (found) shown.push_back(*std::move(found));
  }
  return shown;
}

bool is_language(std::string_view text) {
  if (text.size() < 2 || text.size() > 17) return false;
  const auto first = std::min(text.find('-'), text.size());
  if (first < 2 || first > 3 || text.back() == '-') return false;
  return std::ranges::all_of(text.substr(0, first), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::ranges::all_of(text.substr(first), [](char c) {
           return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

std::vector<Caption> captions_of(store::Database& db, const std::string& show, const std::string& language) {
  const auto withdrawn = timeline::withdrawn_of(db, show);
  std::vector<Caption> captions;
  auto rows =
      db.query("SELECT from_ms, until_ms, text FROM caption WHERE show = ? AND language = ? ORDER BY number",
               show, language);
  while (rows.next()) {
    const timeline::Withdrawn stretch{Milliseconds(rows.integer(0)), Milliseconds(rows.integer(1))};
    if (timeline::overlaps(withdrawn, stretch)) continue;
    captions.push_back({.from = stretch.from, .until = stretch.until, .text = rows.text(2)});
  }
  return captions;
}

bool has_captions(store::Database& db, const std::string& show, const std::string& language) {
  auto rows = db.query("SELECT 1 FROM caption_track WHERE show = ? AND language = ?", show, language);
  return rows.next();
}

json::object captions_json(store::Database& db, const std::string& show) {
  json::array items;
  auto rows = db.query(
      "SELECT t.language, (SELECT count(*) FROM caption c WHERE c.show = t.show AND c.language = "
      "t.language), "
      "t.made_by, t.made_at FROM caption_track t WHERE t.show = ? ORDER BY t.language",
      show);
  while (rows.next()) {
    items.push_back({{"language", rows.text(0)},
                     {"count", rows.integer(1)},
                     {"url", fmt::format("/api/shows/{}/captions/{}.vtt", show, rows.text(0))},
                     {"made_by", rows.text(2)},
                     {"made_at", to_rfc3339(from_ms(rows.integer(3)))}});
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

Result<void> put_captions(store::Transaction& transaction, const std::string& show,
                          const std::string& language, std::span<const Caption> captions,
                          const http::Caller& by) {
  auto& db = transaction.db();
  if (auto over = refuse_unfinished(db, show); !over) return over;
  {
    auto rows =
        db.query("SELECT count(*) FROM caption_track WHERE show = ? AND language <> ?", show, language);
    rows.next();
    if (rows.integer(0) >= kMostLanguages) {
      return fail(
          Kind::kConflict, "caption-limit",
          fmt::format("A show has captions in {} languages at most. Delete one first.", kMostLanguages));
    }
  }
  db.run("DELETE FROM caption WHERE show = ? AND language = ?", show, language);
  std::int64_t number = 0;
  for (const auto& each : captions) {
    db.run(
        "INSERT INTO caption (show, language, number, from_ms, until_ms, text, form) VALUES (?, ?, ?, ?, ?, "
        "?, ?)",
        show, language, ++number, each.from.count(), each.until.count(), each.text,
        shop::search_form(each.text));
  }
  db.run(
      "INSERT INTO caption_track (show, language, made_by, made_at) VALUES (?, ?, ?, ?) ON CONFLICT DO "
      "UPDATE SET "
      "made_by = excluded.made_by, made_at = excluded.made_at",
      show, language, by.handle, to_ms(transaction.now()));
  people::audit(transaction, by, "captions.added", show, {{"language", language}, {"count", number}});
  return {};
}

Result<void> remove_captions(store::Transaction& transaction, const std::string& show,
                             const std::string& language, const http::Caller& by) {
  auto& db = transaction.db();
  if (db.run("DELETE FROM caption_track WHERE show = ? AND language = ?", show, language) == 0)
    return no_captions();
  db.run("DELETE FROM caption WHERE show = ? AND language = ?", show, language);
  people::audit(transaction, by, "captions.removed", show, {{"language", language}});
  return {};
}

}  // namespace nigiwai::show

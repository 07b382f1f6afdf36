#include "insight/figures/show_choice.h"

#include "base/time.h"

namespace nigiwai::insight {
namespace {

Result<void> read_time(const http::Request& request, const char* name, std::int64_t& ms) {
  const auto text = request.asked(name);
  if (!text || text->empty()) return {};
  const auto time = from_rfc3339(*text);
  if (!time) return invalid(name, "This must be a time such as 2026-11-29T00:00:00Z.");
  ms = to_ms(*time);
  return {};
}

}  // namespace

Result<ShowChoice> read_choice(const http::Request& request) {
  ShowChoice choice{.presenter = std::string(request.asked("presenter").value_or("")),
                    .theme = std::string(request.asked("concept").value_or(""))};
  if (auto read = read_time(request, "from", choice.from_ms); !read) return std::unexpected(read.error());
  if (auto read = read_time(request, "until", choice.until_ms); !read) return std::unexpected(read.error());
  if (choice.until_ms <= choice.from_ms) return invalid("until", "This must be later than from.");
  return choice;
}

std::vector<ChosenShow> shows_chosen(store::Database& journal, const ShowChoice& choice) {
  std::vector<ChosenShow> shows;
  auto rows = journal.query(
      "SELECT s.id, s.title, t.live_at FROM show s JOIN timeline t ON t.show = s.id WHERE s.state IN "
      "('live', "
      "'archived') AND t.live_at >= ?1 AND t.live_at < ?2 AND (?3 = '' OR EXISTS (SELECT 1 FROM show_cast c "
      "WHERE "
      "c.show = s.id AND c.handle = ?3)) AND (?4 = '' OR EXISTS (SELECT 1 FROM show_plan p WHERE p.show = "
      "s.id AND "
      "p.concept = ?4)) ORDER BY t.live_at DESC LIMIT ?5",
      choice.from_ms, choice.until_ms, choice.presenter, choice.theme, kMostChosen);
  while (rows.next())
    shows.push_back({.id = rows.text(0), .title = rows.text(1), .live_at = from_ms(rows.integer(2))});
  return shows;
}

std::vector<ChosenShow> show_begun(store::Database& journal, const std::string& show) {
  auto rows = journal.query("SELECT live_at FROM timeline WHERE show = ? AND live_at IS NOT NULL", show);
  if (!rows.next()) return {};
  return {{.id = show, .live_at = from_ms(rows.integer(0))}};
}

}  // namespace nigiwai::insight

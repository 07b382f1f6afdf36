#include "timeline/erasing.h"

#include <map>
#include <set>

#include "base/time.h"
#include "timeline/by_viewer.h"

namespace nigiwai::timeline {
namespace {

// Lines named in one event: its frame stays small.
constexpr std::size_t kMostInOne = 500;

}  // namespace

json::array texts_of(store::Database& database, std::span<const std::string> viewers) {
  std::map<std::int64_t, json::object> found;
  for (const auto& viewer : viewers) {
    auto rows = database.query(
        std::string("SELECT e.position, e.show, e.at, e.kind, e.accepted_at, t.text, t.name FROM event e "
                    "JOIN event_text t ON t.position = e.position WHERE e.by_id = ? AND t.hidden < 2 AND ") +
            kByViewer,
        viewer);
    while (rows.next()) {
      found[rows.integer(0)] = {{"show", rows.text(1)}, {"at", rows.integer(2)},
                                {"kind", rows.text(3)}, {"text", rows.text(5)},
                                {"name", rows.text(6)}, {"written_at", to_rfc3339(from_ms(rows.integer(4)))}};
    }
  }
  json::array texts;
  for (auto& [position, text] : found) texts.push_back(std::move(text));
  return texts;
}

void erase_texts(store::Transaction& transaction, Journal& journal, std::span<const std::string> viewers) {
  auto& db = transaction.db();
  std::set<std::int64_t> theirs;
  std::map<std::string, std::vector<std::int64_t>> lines;  // by show
  for (const auto& viewer : viewers) {
    auto rows = db.query(
        std::string(
            "SELECT e.position, e.show, e.seq, e.audience = 0 AND e.kind IN ('chat.posted', "
            "'question.asked') FROM event e JOIN event_text t ON t.position = e.position WHERE e.by_id = ? "
            "AND t.hidden < 2 AND ") +
            kByViewer,
        viewer);
    while (rows.next()) {
      theirs.insert(rows.integer(0));
      if (rows.integer(3) != 0 && !rows.text(1).empty()) lines[rows.text(1)].push_back(rows.integer(2));
    }
    db.run("DELETE FROM command_key WHERE caller = ?", viewer);
  }
  for (const auto position : theirs) {
    db.run("UPDATE event_text SET name = '', text = '', hidden = 2 WHERE position = ?", position);
  }
  for (const auto& [show, seqs] : lines) {
    for (std::size_t from = 0; from < seqs.size(); from += kMostInOne) {
      json::array named;
      for (std::size_t i = from; i < std::min(seqs.size(), from + kMostInOne); ++i) named.push_back(seqs[i]);
      journal.append(transaction, show, {.kind = "chat.erased", .data = {{"seqs", std::move(named)}}});
    }
  }
}

}  // namespace nigiwai::timeline

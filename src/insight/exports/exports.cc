#include "insight/exports/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "shop/csv.h"
#include "timeline/reading.h"

namespace nigiwai::insight {
namespace {

namespace json = boost::json;

constexpr ExportTable kTables[] = {
    {"visits", "viewer,half,visit,began_at,last_at,entered_ms,left_ms,played_ms",
     "SELECT s.name, w.name, CASE v.half WHEN 0 THEN 'live' ELSE 'archive' END, v.nth, "
     "strftime('%Y-%m-%dT%H:%M:%SZ', v.began_at / 1000, 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%SZ', "
     "v.last_at / "
     "1000, 'unixepoch'), nullif(v.entered_ms, -1), nullif(v.left_ms, -1), v.played_ms FROM json_each(?1) j "
     "JOIN "
     "show s ON s.name = j.value JOIN visit v ON v.show = s.id JOIN viewer w ON w.id = v.viewer ORDER BY "
     "s.live_at, v.began_at, v.viewer LIMIT ?2",
     1},
    {"totals",
     "live_at,length_ms,half,viewers,views,watched_ms,returning_viewers,engaged,chatters,chats,hearts,askers,"
     "questions,votes,savers,saves,sharers,shares,follows,sympathized,identified,participated,spread,"
     "product_cards_seen,products_opened,carts,buyers,buying_viewers,orders,pieces,gmv",
     "SELECT f.* FROM json_each(?1) j JOIN show_figures f ON f.show = j.value ORDER BY f.live_at, f.show, "
     "f.half "
     "LIMIT ?2"},
    {"products", "product,seen,people,opened,openers,savers,buyers,orders,gmv",
     "SELECT f.* FROM json_each(?1) j JOIN product_figures f ON f.show = j.value ORDER BY j.key, f.gmv DESC, "
     "f.product LIMIT ?2"},
    {"sales", "order,product,how,half,at_ms,placed_at,amount,net,paid,cancelled,order_refunded,order_total",
     "SELECT f.* FROM json_each(?1) j JOIN sales f ON f.show = j.value ORDER BY f.placed_at, f.\"order\", "
     "f.product "
     "LIMIT ?2"},
    {"slices", "half,from_ms,watched_ms,hearts,chats,questions,products_opened,saves,orders,gmv,entered,left",
     "SELECT s.name, CASE l.half WHEN 0 THEN 'live' ELSE 'archive' END, l.slice * 10000, l.watched_ms, "
     "l.hearts, "
     "l.chats, l.questions, l.opened, l.saves, l.orders, l.placed, l.entered, l.went FROM json_each(?1) j "
     "JOIN show "
     "s ON s.name = j.value JOIN slice l ON l.show = s.id ORDER BY s.live_at, s.id, l.half, l.slice LIMIT "
     "?2"},
};

}  // namespace

std::span<const ExportTable> export_tables() { return kTables; }

const ExportTable* export_table(std::string_view name) {
  const auto* found = std::ranges::find(kTables, name, &ExportTable::name);
  return found == std::end(kTables) ? nullptr : found;
}

Result<std::string> exported(store::Database& kept, const ExportTable& table,
                             std::span<const ChosenShow> shows, const std::string& secret) {
  json::array ids;
  std::map<std::string, std::string, std::less<>> titles;
  for (const auto& show : shows) {
    ids.emplace_back(show.id);
    titles[show.id] = shop::safe_cell(show.title);
  }
  const auto columns = static_cast<int>(std::ranges::count(table.columns, ',')) + 1;
  auto csv = fmt::format("{}show,title,{}\r\n", shop::kByteOrderMark, table.columns);
  auto rows = kept.query(table.sql, json::serialize(ids), kMostExported + 1);
  for (std::int64_t row = 0; rows.next(); ++row) {
    if (row == kMostExported) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("These are more than {} rows. Ask for fewer shows with from and until.",
                              kMostExported));
    }
    const auto show = rows.text(0);
    std::vector<std::string> cells{show, titles[show]};
    for (int column = 1; column <= columns; ++column) {
      cells.push_back(column == table.viewer ? timeline::pseudonym(secret, show, rows.text(column))
                                             : rows.text(column));
    }
    csv += shop::csv_line(cells);
  }
  return csv;
}

}  // namespace nigiwai::insight

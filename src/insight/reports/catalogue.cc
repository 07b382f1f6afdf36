#include "insight/reports/catalogue.h"

namespace nigiwai::insight {
namespace {

using From = Reported::From;
using enum Reported::From;
constexpr auto kSales = Group::kSales, kCommunity = Group::kCommunity, kMedia = Group::kMedia;

constexpr Reported figure(std::string_view name, Group group, Unit unit, Sum people, std::string_view ja,
                          std::string_view en, bool always = true) {
  return {name, kFigure, name, group, unit, people, always, ja, en, {}, {}};
}

constexpr Reported kAll[] = {
    figure("gmv", kSales, Unit::kMoney, Sum::kBuyers, "注文額", "Sales placed"),
    figure("net_sales", kSales, Unit::kMoney, Sum::kBuyers, "純売上", "Net sales"),
    figure("orders", kSales, Unit::kTimes, Sum::kBuyers, "注文数", "Orders"),
    figure("buyers", kSales, Unit::kPeople, Sum::kBuyers, "購入者", "Buyers"),
    figure("aov", kSales, Unit::kMoney, Sum::kBuyers, "平均注文額", "Average order"),
    figure("cvr", kSales, Unit::kRate, Sum::kViewers, "購入率", "Conversion rate"),
    {"archive_share", kArchiveShare, "gmv", kSales, Unit::kRate, Sum::kBuyers, true, "アーカイブの割合",
     "Archive’s share of sales", "配信が終わったあとの注文額 ÷ 注文額。",
     "The value of goods ordered after the end of a show ÷ all of it."},
    {"archive_gmv", kArchive, "gmv", kSales, Unit::kMoney, Sum::kBuyers, false, "アーカイブの注文額",
     "Archive sales", "配信が終わったあとの注文額。", "The value of goods ordered after the end of a show."},
    {"archive_orders", kArchive, "orders", kSales, Unit::kTimes, Sum::kBuyers, false, "アーカイブの注文数",
     "Archive orders", "配信が終わったあとの注文の数。", "Orders placed after the end of a show."},
    figure("product_ctr", kSales, Unit::kRate, Sum::kViewers, "商品クリック率", "Product click rate", false),
    figure("engagement", kCommunity, Unit::kRate, Sum::kViewers, "参加率", "Engagement"),
    figure("chatters", kCommunity, Unit::kPeople, Sum::kChatters, "コメントした人", "People in the chat"),
    figure("questions", kCommunity, Unit::kTimes, Sum::kAskers, "質問", "Questions"),
    figure("saves", kCommunity, Unit::kTimes, Sum::kSavers, "商品の保存", "Products saved"),
    figure("shares", kCommunity, Unit::kTimes, Sum::kSharers, "シェア", "Shares"),
    figure("follows", kCommunity, Unit::kTimes, Sum::kFollows, "フォロー", "Follows"),
    {"members", kCounted, "", kCommunity, Unit::kPeople, Sum::kViewers, true, "新しい会員", "New members",
     "この期間に会員になった人の数（配信のレポートでは、開始から7日間）。",
     "People who became members in this time; for a single show in the seven days from its start."},
    figure("returning", kCommunity, Unit::kPeople, Sum::kReturning, "再訪した視聴者", "Returning viewers"),
    {"followers", kCounted, "", kCommunity, Unit::kPeople, Sum::kViewers, false, "新しいフォロワー",
     "New followers", "この期間に、これらの配信の出演者をフォローした人の数。",
     "People who began to follow somebody in the cast of these shows in this time."},
    {"reminders", kCounted, "", kCommunity, Unit::kPeople, Sum::kViewers, false, "リマインダー", "Reminders",
     "これらの配信のお知らせを希望した会員の数。",
     "Members who wanted to be reminded of one of these shows."},
    figure("viewers", kMedia, Unit::kPeople, Sum::kViewers, "視聴者", "Viewers"),
    figure("views", kMedia, Unit::kTimes, Sum::kViewers, "視聴回数", "Views"),
    figure("watch_time", kMedia, Unit::kMilliseconds, Sum::kViewers, "総視聴時間", "Watch time"),
    figure("average_view", kMedia, Unit::kMilliseconds, Sum::kViewers, "平均視聴時間", "Average view"),
    {"archive_viewers", kArchive, "viewers", kMedia, Unit::kPeople, Sum::kViewers, false,
     "アーカイブの視聴者", "Archive viewers", "配信が終わったあとに3秒以上再生した人の数。",
     "People who played at least 3 seconds after the end of a show."},
    {"archive_views", kArchive, "views", kMedia, Unit::kTimes, Sum::kViewers, true, "アーカイブの視聴回数",
     "Archive views", "配信が終わったあとの視聴回数。", "Views after the end of a show."},
    {"archive_watch_time", kArchive, "watch_time", kMedia, Unit::kMilliseconds, Sum::kViewers, true,
     "アーカイブの視聴時間", "Archive watch time", "配信が終わったあとの総視聴時間。",
     "Watch time after the end of a show."},
    figure("peak_viewers", kMedia, Unit::kPeople, Sum::kViewers, "最大同時視聴", "Peak viewers", false),
};

}  // namespace

std::span<const Reported> reported_figures() { return kAll; }

Said name_of(const Reported& figure) { return {std::string(figure.name_ja), std::string(figure.name_en)}; }

Said definition_of(const Reported& figure) {
  if (!figure.definition_ja.empty())
    return {std::string(figure.definition_ja), std::string(figure.definition_en)};
  const auto* behind = definition_of(figure.of);
  return {std::string(behind->japanese), std::string(behind->english)};
}

}  // namespace nigiwai::insight

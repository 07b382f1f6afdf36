#include "insight/reports/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "insight/reports/telling.h"
#include "insight/sips/sips.h"

namespace nigiwai::insight {
namespace {

using Found = std::optional<Point>;

// Of these one is told to have changed most: what a shop is run by, each counted over many.
constexpr std::string_view kTold[] = {"gmv",          "orders",    "buyers",       "cvr",
                                      "engagement",   "chatters",  "viewers",      "watch_time",
                                      "average_view", "returning", "archive_views"};

Said before_name(ReportOf of) {
  if (of == ReportOf::kMonth) return {"前の月", "the month before"};
  if (of == ReportOf::kShow) return {"前の配信", "the show before"};
  return {"始める前の配信", "the shows before the proof"};
}

Point point(std::string_view rule, std::string ja, std::string en) {
  return {.rule = rule, .text = {std::move(ja), std::move(en)}};
}

// What is counted in times has a counter in Japanese.
Said told_of(const ReportRow& row, double value, const Material& material) {
  auto text = told(value, row.unit, material.currency);
  if (row.unit != Unit::kTimes) return text;
  const bool things = row.figure == "orders" || row.figure == "questions" || row.figure == "archive_orders";
  text.ja += things ? "件" : "回";
  return text;
}

// A rate goes up by points, all else by a share of what it was.
Said change_told(const ReportRow& row) {
  const auto up = *row.absolute() > 0;
  if (row.unit == Unit::kRate) {
    const auto points = fmt::format("{:.1f}", std::abs(*row.absolute()) * 100);
    return {points + "ポイント" + (up ? "上がりました" : "下がりました"),
            points + " points " + (up ? "above" : "below")};
  }
  const auto share = percent_told(std::abs(*row.relative()));
  return {share + (up ? "増えました" : "減りました"), share + (up ? " more than" : " less than")};
}

const ReportRow* most_changed(const Material& material, bool falls_alone) {
  const ReportRow* most = nullptr;
  for (const auto& name : kTold) {
    const auto* row = row_of(material.rows, name);
    if (row == nullptr || !row->relative() || row->small() || row->people_before < kLeastGroup) continue;
    const auto change = *row->relative();
    if (std::abs(change) < kLeastChange || (falls_alone && change > 0)) continue;
    if (most == nullptr || std::abs(change) > std::abs(*most->relative())) most = row;
  }
  return most;
}

Found change(const Material& material) {
  const auto* row = most_changed(material, false);
  if (row == nullptr) return std::nullopt;
  const auto value = told_of(*row, *row->value, material);
  const auto before = told_of(*row, *row->before, material);
  const auto against = before_name(material.of);
  const auto changed = change_told(*row);
  return point(
      "change",
      fmt::format("{}は{}で、{}（{}）より{}。", row->name.ja, value.ja, against.ja, before.ja, changed.ja),
      fmt::format("{}: {}, {} {} ({}).", row->name.en, value.en, changed.en, against.en, before.en));
}

Found archive(const Material& material) {
  const auto* share = row_of(material.rows, "archive_share");
  const auto* gmv = row_of(material.rows, "gmv");
  if (share == nullptr || gmv == nullptr || share->small() || share->value.value_or(0) < kLeastArchive)
    return std::nullopt;
  const auto part = percent_told(*share->value);
  const auto money = money_told(std::llround(*share->value * gmv->value.value_or(0)), material.currency);
  return point(
      "archive",
      fmt::format("注文額の{}（{}）は、配信が終わったあとのアーカイブから生まれました。", part, money),
      fmt::format("{} of sales ({}) came from the archive, after the shows had ended.", part, money));
}

Found best_product(const Material& material) {
  const auto* gmv = row_of(material.rows, "gmv");
  if (!material.product || material.product->buyers < kLeastGroup || gmv == nullptr ||
      gmv->value.value_or(0) <= 0)
    return std::nullopt;
  const auto& product = *material.product;
  const auto part = percent_told(std::min(1.0, static_cast<double>(product.amount) / *gmv->value));
  const auto money = money_told(product.amount, material.currency);
  const auto buyers = count_told(product.buyers);
  return point("product",
               fmt::format("いちばん売れたのは「{}」で、{}人が{}を注文しました（全体の{}）。", product.title,
                           buyers, money, part),
               fmt::format("“{}” sold most: {} people ordered {}, {} of all sales.", product.title, buyers,
                           money, part));
}

Found best_moment(const Material& material) {
  if (!material.moment || material.moment->orders < kLeastOrders || material.moment->watching < kLeastGroup)
    return std::nullopt;
  const auto& moment = *material.moment;
  const auto at = moment_told(moment.at);
  const auto orders = count_told(moment.orders), watching = count_told(moment.watching);
  auto ja = moment.show.empty() ? std::string("注文") : fmt::format("「{}」で注文", moment.show);
  ja += fmt::format("が最も集まったのは{}で、{}人が見ているなか1分に{}件でした。", at.ja, watching, orders);
  auto en = fmt::format("Most orders came {}{}: {} in one minute, with {} people watching.", at.en,
                        moment.show.empty() ? std::string() : fmt::format(" of “{}”", moment.show), orders,
                        watching);
  if (!moment.product.empty()) {
    ja += fmt::format("紹介していたのは「{}」です。", moment.product);
    en += fmt::format(" “{}” was being shown.", moment.product);
  }
  return point("moment", std::move(ja), std::move(en));
}

const ReportRow* least_reached(const Material& material) {
  const ReportRow* least = nullptr;
  for (const auto& row : material.rows) {
    if (!row.reached()) continue;
    if (least == nullptr || *row.reached() < *least->reached()) least = &row;
  }
  return least;
}

struct OfTarget {
  Said value{}, target{};
  std::string part{};
};
OfTarget of_target(const ReportRow& row, const Material& material) {
  return {.value = told_of(row, row.value.value_or(0), material),
          .target = told_of(row, *row.target, material),
          // Rounded down: 100 % means reached.
          .part = percent_told(std::floor(*row.reached() * 100) / 100)};
}

Found target(const Material& material) {
  const auto* least = least_reached(material);
  if (least == nullptr) return std::nullopt;
  const auto of =
      std::ranges::count_if(material.rows, [](const auto& row) { return row.reached().has_value(); });
  const auto reached =
      std::ranges::count_if(material.rows, [](const auto& row) { return row.reached() >= 1.0; });
  if (reached == of) {
    return point(
        "target", fmt::format("{}つの目標すべてに届きました。", of),
        of == 1 ? std::string("The target was reached.") : fmt::format("All {} targets were reached.", of));
  }
  const auto [value, aim, part] = of_target(*least, material);
  return point("target",
               fmt::format("{}つの目標のうち{}つに届きました。最も遠いのは{}で、目標{}に対して{}（{}）です。",
                           of, reached, least->name.ja, aim.ja, value.ja, part),
               fmt::format("{} of {} targets were reached. Furthest from it: {}, with {} of {} ({}).",
                           reached, of, least->name.en, value.en, aim.en, part));
}

Found pattern(const Material& material) {
  if (!material.pattern) return std::nullopt;
  return Point{.rule = "pattern", .text = material.pattern->sentence};
}

Found engagement(const Material& material) {
  const auto* row = row_of(material.rows, "engagement");
  if (row == nullptr || row->small() || !row->value) return std::nullopt;
  const auto part = percent_told(*row->value);
  const auto people = count_told(row->people);
  return point(
      "engagement", fmt::format("視聴した{}人のうち{}が、コメントやハートなどで参加しました。", people, part),
      fmt::format("{} of {} viewers took part, with a line of chat, a heart or the like.", part, people));
}

Found missed(const Material& material) {
  const auto* row = least_reached(material);
  if (row == nullptr || *row->reached() >= 1) return std::nullopt;
  const auto [value, aim, part] = of_target(*row, material);
  return point(
      "target",
      fmt::format("{}を目標に近づけます（{} / {}、{}）。次の進行台本で、どこで伸ばすかを決めます。",
                  row->name.ja, value.ja, aim.ja, part),
      fmt::format("{}: close the gap to the target ({} of {}, {}). Decide in the next cue sheet where.",
                  row->name.en, value.en, aim.en, part));
}

Found questions(const Material& material) {
  if (material.unanswered == 0) return std::nullopt;
  const auto left = count_told(material.unanswered), all = count_told(material.asked);
  return point(
      "questions",
      fmt::format("答えていない質問に答えます（{}件中{}件）。答えは次に見る人にも残ります。", all, left),
      fmt::format("Answer the questions left open ({} of {}). Answers stay for whoever watches next.", left,
                  all));
}

Found suggested(const Material& material) {
  if (!material.pattern) return std::nullopt;
  return Point{.rule = "pattern", .text = material.pattern->suggestion};
}

Found fall(const Material& material) {
  const auto* row = most_changed(material, true);
  if (row == nullptr) return std::nullopt;
  const auto against = before_name(material.of);
  const auto changed = change_told(*row);
  return point("fall",
               fmt::format("{}が{}より{}。ふりかえりで理由を話し、試すことを1つ決めます。", row->name.ja,
                           against.ja, changed.ja),
               fmt::format("{} came out {} {}. Talk about why in the review, and choose one thing to try.",
                           row->name.en, changed.en, against.en));
}

Found more_archive(const Material& material) {
  const auto* share = row_of(material.rows, "archive_share");
  if (!material.over || share == nullptr || share->small() || share->value.value_or(1) >= kLeastArchive)
    return std::nullopt;
  const auto part = percent_told(*share->value);
  return point(
      "archive",
      fmt::format("アーカイブからの注文を増やします（いま{}）。チャプターと見どころの切り抜きを用意します。",
                  part),
      fmt::format("Sell more from the archive ({} of sales now): prepare chapters and clips.", part));
}

Found once_more(const Material& material) {
  if (!material.product || material.product->buyers < kLeastGroup) return std::nullopt;
  return point("product",
               fmt::format("よく売れた「{}」（{}人が注文）を、次の配信でも早めに紹介します。",
                           material.product->title, count_told(material.product->buyers)),
               fmt::format("Show “{}” early in the next show, too: {} people ordered it.",
                           material.product->title, count_told(material.product->buyers)));
}

Found tried(const Material& material, std::size_t which) {
  if (material.tries.size() <= which) return std::nullopt;
  const auto& [text, show] = material.tries[which];
  return point("try", fmt::format("「{}」を試します（「{}」のふりかえりから）。", text, show),
               fmt::format("Try this: “{}” (from the review of “{}”).", text, show));
}

std::vector<Point> first_of(std::initializer_list<Found> all) {
  std::vector<Point> points;
  for (const auto& each : all) {
    if (each && points.size() < kPoints) points.push_back(*each);
  }
  return points;
}

}  // namespace

std::vector<Point> findings_of(const Material& material) {
  return first_of({change(material), archive(material), best_product(material), best_moment(material),
                   target(material), pattern(material), engagement(material)});
}

std::vector<Point> steps_of(const Material& material) {
  return first_of({missed(material), tried(material, 0), tried(material, 1), questions(material),
                   suggested(material), fall(material), more_archive(material), once_more(material)});
}

json::array to_json(std::span<const Point> points) {
  json::array told;
  for (const auto& each : points) told.push_back({{"rule", each.rule}, {"text", to_json(each.text)}});
  return told;
}

}  // namespace nigiwai::insight

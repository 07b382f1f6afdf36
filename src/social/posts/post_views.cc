#include "social/posts/post_views.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "media/pictures.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "social/posts/post_ideas.h"
#include "social/sharing/share_views.h"

namespace nigiwai::social {
namespace {

constexpr std::chrono::hours kStreakBack{24 * 400};

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::value count_or_null(const std::optional<std::int64_t>& count) {
  return count ? json::value(*count) : json::value();
}

json::object money(std::int64_t amount, const std::string& currency) {
  return {{"amount", amount}, {"currency", currency}};
}

json::object rate(std::int64_t numerator, std::int64_t denominator, const char* definition) {
  return {{"value", denominator > 0
                        ? json::value(static_cast<double>(numerator) / static_cast<double>(denominator))
                        : json::value()},
          {"numerator", numerator},
          {"denominator", denominator},
          {"definition", definition},
          {"version", kPostFigures}};
}

json::object person_json(store::Database& db, const std::string& handle) {
  const auto known = people::profile_of(db, handle);
  return {{"handle", handle}, {"name", known ? known->name : handle}};
}

json::value target_json(store::Database& db, const Post& post) {
  const auto& target = post.said.target;
  if (!target) return nullptr;
  return json::object{{"kind", to_text(target->what)},
                      {"id", target->id},
                      {"at", target->at ? json::value(target->at->count()) : json::value()},
                      {"title", title_of(db, *target)}};
}

std::string code_of(store::Database& db, std::int64_t link) {
  if (link == 0) return "";
  auto rows = db.query("SELECT code FROM share_link WHERE position = ?", link);
  return rows.next() ? rows.text(0) : "";
}

json::object channel_json(store::Database& db, const WordingParts& parts, const Post& post,
                          const PostChannel& channel, const PostOutcome* outcome,
                          const std::string& currency) {
  const auto code = code_of(db, channel.link);
  const auto link = code.empty() ? json::value() : json::value(parts.origin + "/s/" + code);
  const auto whole = whole_text(post.said.text, disclosure_of(db, channel.staff, post.said.language),
                                !code.empty()      ? parts.origin + "/s/" + code
                                : post.said.target ? parts.origin + "/s/…"
                                                   : "");
  return {{"account", channel.account},
          {"network", channel.network},
          {"name", channel.name},
          {"staff", channel.staff.empty() ? json::value() : json::value(person_json(db, channel.staff))},
          {"state", to_text(channel.state)},
          {"whole", whole},
          {"link", link},
          {"tries", channel.tries},
          {"next_try_at", channel.state == OnChannel::kWaiting && channel.tries > 0
                              ? json::value(to_rfc3339(channel.next_at))
                              : json::value()},
          {"problem", channel.problem.empty()
                          ? json::value()
                          : json::value({{"type", channel.problem_type}, {"detail", channel.problem}})},
          {"uncertain", channel.uncertain},
          {"url", channel.url.empty() ? json::value() : json::value(channel.url)},
          {"published_at", time_or_null(channel.published_at)},
          {"counted_at", time_or_null(channel.counted_at)},
          {"impressions", count_or_null(channel.impressions)},
          {"likes", count_or_null(channel.likes)},
          {"shares", count_or_null(channel.shares)},
          {"replies", count_or_null(channel.replies)},
          {"brought", outcome ? json::value(brought_json(outcome->brought, currency)) : json::value()}};
}

json::object full_json(store::Database& db, const WordingParts& parts, const Post& post,
                       const std::vector<PostOutcome>& known, WallTime now) {
  const auto currency = shop::settings(db).currency;
  json::array channels;
  Brought all;
  for (const auto& channel : post.channels) {
    const auto outcome = std::ranges::find_if(known, [&](const PostOutcome& each) {
      return each.post == post.id && each.account == channel.account;
    });
    const bool out = outcome != known.end();
    if (out) all += outcome->brought;
    channels.push_back(channel_json(db, parts, post, channel, out ? &*outcome : nullptr, currency));
  }
  const auto& said = post.said;
  json::value moment;
  if (said.when_moment) {
    auto rows = db.query("SELECT title FROM show WHERE id = ?", said.when_show);
    moment = json::object{{"show", said.when_show},
                          {"moment", to_text(*said.when_moment)},
                          {"title", rows.next() ? rows.text(0) : said.when_show}};
  }
  return {{"id", post.id},
          {"text", said.text},
          {"language", said.language},
          {"picture", said.picture.empty() ? json::value() : json::value(said.picture)},
          {"picture_shown", media::picture_json(said.picture)},
          {"picture_alt", said.picture_alt},
          {"target", target_json(db, post)},
          {"at", time_or_null(said.due_at)},
          {"moment", std::move(moment)},
          {"state", to_text(state_of(post, now))},
          {"begun", has_begun(post)},
          {"written_by", person_json(db, post.written_by)},
          {"changed_by", person_json(db, post.changed_by)},
          {"approved", post.approved_at ? json::value({{"by", person_json(db, post.approved_by)},
                                                       {"at", to_rfc3339(*post.approved_at)}})
                                        : json::value()},
          {"removed_at", time_or_null(post.removed_at)},
          {"made_at", to_rfc3339(post.made_at)},
          {"version", post.version},
          {"channels", std::move(channels)},
          {"brought", all.posts > 0 ? json::value(brought_json(all, currency)) : json::value()}};
}

json::array sums_json(const Sums& sums, const std::string& currency,
                      const std::function<json::value(const std::string&)>& title) {
  json::array shown;
  for (const auto& [name, brought] : sums) {
    auto one = brought_json(brought, currency);
    one["name"] = name;
    one["title"] = title(name);
    one["enough"] = brought.posts >= kEnoughPosts;
    shown.push_back(std::move(one));
  }
  return shown;
}

}  // namespace

json::object post_json(store::Database& db, const WordingParts& parts, const Post& post, WallTime now) {
  return full_json(db, parts, post, outcomes(db, {.post = post.id}), now);
}

json::object posts_json(store::Database& db, const WordingParts& parts, PostsAsked asked, WallTime now) {
  const auto limit = asked.limit++;
  auto found = posts(db, asked);
  const bool more = static_cast<std::int64_t>(found.size()) > limit;
  if (more) found.pop_back();
  // Figures of those that went out, in one look.
  FiguresAsked figures{.from = WallTime::max(), .until = WallTime::min()};
  for (const auto& post : found) {
    for (const auto& channel : post.channels) {
      if (!channel.published_at) continue;
      figures.from = std::min(figures.from, *channel.published_at);
      figures.until = std::max(figures.until, *channel.published_at + Milliseconds(1));
    }
  }
  const auto known = figures.from < figures.until ? outcomes(db, figures) : std::vector<PostOutcome>{};
  json::array items;
  for (const auto& post : found) items.push_back(full_json(db, parts, post, known, now));
  const auto next = more ? json::value(std::to_string(found.back().position)) : json::value();
  return {{"items", std::move(items)}, {"next", next}};
}

json::object check_json(store::Database& db, const WordingParts& parts, const PostDraft& post) {
  json::array items;
  for (const auto& account : post.accounts) {
    const auto wording = word(db, parts, post, account, "");
    items.push_back({{"account", account},
                     {"name", wording.account.name},
                     {"network", wording.account.network},
                     {"staff", wording.account.staff},
                     {"whole", wording.whole},
                     {"length", wording.length},
                     {"most", wording.most},
                     {"problem", wording.problem ? json::value({{"field", wording.problem->field},
                                                                {"detail", wording.problem->detail}})
                                                 : json::value()}});
  }
  return {{"items", std::move(items)}};
}

json::object post_accounts_json(store::Database& db, const Channels& channels) {
  json::array items;
  for (const auto& standing : channels.account_standings(db)) {
    const auto& account = standing.account;
    const auto* channel = channels.find(account.network);
    if (channel == nullptr) continue;
    items.push_back(
        {{"id", account.id},
         {"network", account.network},
         {"name", account.name},
         {"staff", account.staff.empty() ? json::value() : json::value(person_json(db, account.staff))},
         {"state", to_text(standing.state)},
         {"most_length", channel->most_length()},
         {"needs_picture", channel->needs_picture()}});
  }
  return {{"items", std::move(items)}};
}

json::object brought_json(const Brought& b, const std::string& currency) {
  return {{"posts", b.posts},
          {"told", b.told},
          {"impressions", b.impressions},
          {"clicks", b.clicks},
          {"previews", b.previews},
          {"bots", b.bots},
          {"own", b.own},
          {"arrivals", b.arrivals},
          {"verified", b.verified},
          {"orders", b.orders},
          {"sales", money(b.sales, currency)},
          {"likes", b.likes},
          {"shares", b.shares},
          {"replies", b.replies},
          {"ctr", rate(b.clicks_told, b.impressions,
                       "clicks by people / impressions, where the network tells impressions")},
          {"cvr", rate(b.orders, b.clicks, "orders / clicks by people")}};
}

json::object figures_json(store::Database& db, const FiguresAsked& asked) {
  const auto currency = shop::settings(db).currency;
  const auto all = outcomes(db, asked);
  std::vector<PostOutcome> calm;
  for (const auto& one : all) {
    if (!one.in_campaign) calm.push_back(one);
  }
  Brought together, steady;
  for (const auto& one : all) together += one.brought;
  for (const auto& one : calm) steady += one.brought;
  const auto plain = [](const std::string& name) { return json::value(name); };
  std::vector<PostOutcome> of_products;
  for (const auto& one : all) {
    if (!one.product.empty()) of_products.push_back(one);
  }
  return {
      {"all", brought_json(together, currency)},
      {"steady", brought_json(steady, currency)},
      {"enough_from", kEnoughPosts},
      {"kinds", sums_json(sum_by(all, [](const PostOutcome& o) { return o.kind.empty() ? "none" : o.kind; }),
                          currency, plain)},
      {"hours", sums_json(sum_by(all,
                                 [&](const PostOutcome& o) {
                                   return fmt::format("{:02}", hour_of(o.published_at, asked.offset));
                                 }),
                          currency, plain)},
      {"networks", sums_json(sum_by(all, [](const PostOutcome& o) { return o.network; }), currency, plain)},
      {"products", sums_json(sum_by(of_products, [](const PostOutcome& o) { return o.product; }), currency,
                             [&](const std::string& id) {
                               const auto found = shop::product(db, id);
                               return json::value(found ? found->title : id);
                             })},
      {"staff", sums_json(sum_by(all, [](const PostOutcome& o) { return o.staff; }), currency,
                          [&](const std::string& handle) { return person_json(db, handle).at("name"); })}};
}

json::object today_json(store::Database& db, WallTime now, std::chrono::minutes offset) {
  const auto today = day_of(now, offset);
  std::vector<std::int64_t> days;
  std::int64_t published = 0;
  {
    auto rows = db.query(
        "SELECT min(c.published_at) FROM post_channel c WHERE c.published_at > ? GROUP BY c.post ORDER BY 1",
        to_ms(now - kStreakBack));
    while (rows.next()) {
      const auto day = day_of(from_ms(rows.integer(0)), offset);
      if (days.empty() || days.back() != day) days.push_back(day);
      if (day == today) ++published;
    }
  }
  const auto day_begins = WallTime{std::chrono::days(today)} - offset;
  std::int64_t planned = 0;
  std::int64_t drafts = 0;
  {
    auto rows = db.query(
        "SELECT coalesce(sum(p.approved_at IS NOT NULL AND p.due_at < ?1), 0), coalesce(sum(p.approved_at IS "
        "NULL), 0) FROM post p WHERE p.removed_at IS NULL AND EXISTS (SELECT 1 FROM post_channel c WHERE "
        "c.post "
        "= p.id AND c.state IN ('waiting', 'publishing'))",
        to_ms(day_begins + std::chrono::days(1)));
    if (rows.next()) {
      planned = rows.integer(0);
      drafts = rows.integer(1);
    }
  }
  return {{"streak", streak(days, today)},
          {"published", published},
          {"planned", planned},
          {"drafts", drafts},
          {"alarm", published == 0 && planned == 0},
          {"ideas", ideas_json(db, now)}};
}

}  // namespace nigiwai::social

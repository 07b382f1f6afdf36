#include "social/inbox/inbox_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <variant>

#include "base/time.h"
#include "people/staff.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

// How asking the accounts goes, for those that could not be asked.
json::array hearing_json(store::Database& db) {
  std::map<std::string, Hearing::Standing, std::less<>> known;
  for (auto& each : Hearing::standings(db)) known.insert_or_assign(each.account, each);
  json::array all;
  for (const auto& account : accounts(db)) {
    const auto standing = known.find(account.id);
    const bool asked = standing != known.end();
    all.push_back({{"id", account.id},
                   {"network", account.network},
                   {"name", account.name},
                   {"asked_at", asked ? json::value(to_rfc3339(standing->second.asked_at)) : json::value()},
                   {"why", asked ? text_or_null(standing->second.why) : json::value()}});
  }
  return all;
}

ItemPlace place_of(const InboxItem& item) { return {to_ms(item.came_at), 0, item.position}; }
ItemPlace place_of(const InboxQuestion& asked) { return {to_ms(asked.asked_at), 1, asked.question.position}; }

}  // namespace

InboxTelling::InboxTelling(store::Database& db, const Voices& voices, WallTime now)
    : db_(db), voices_(voices), now_(now), accounts_(voices.names(db)) {}

json::object InboxTelling::staff(const std::string& handle) {
  auto [known, unknown] = names_.try_emplace(handle);
  if (unknown) {
    const auto profile = people::profile_of(db_, handle);
    known->second = profile ? profile->name : handle;
  }
  return {{"id", handle}, {"name", known->second}};
}

json::object InboxTelling::operator()(const InboxItem& item) {
  json::array answers;
  for (const auto& each : item.answers) {
    answers.push_back({{"id", each.id},
                       {"by", staff(each.by)},
                       {"text", each.text},
                       {"state", to_text(each.state)},
                       {"tries", each.tries},
                       {"next_at", each.state == AnswerState::kWaiting ? json::value(to_rfc3339(each.next_at))
                                                                       : json::value()},
                       {"why", text_or_null(each.why)},
                       {"url", text_or_null(each.url)},
                       {"made_at", to_rfc3339(each.made_at)},
                       {"sent_at", time_or_null(each.sent_at)}});
  }
  const auto account = accounts_.find(item.account);
  const auto length = voices_.length(item.network, "");
  json::object shown{{"id", item.id},
                     {"network", item.network},
                     {"account", account == accounts_.end() ? item.account : account->second},
                     {"kind", item.kind},
                     {"author", item.author},
                     {"author_url", text_or_null(item.author_url)},
                     {"text", item.text},
                     {"url", text_or_null(item.url)},
                     {"said_at", to_rfc3339(item.said_at)},
                     {"came_at", to_rfc3339(item.came_at)},
                     {"state", shown_state(item, now_)},
                     {"more", item.more},
                     {"gone", text_or_null(item.gone)},
                     {"claim", nullptr},
                     {"aside", nullptr},
                     {"answers", std::move(answers)},
                     {"most_length", length ? json::value(length->most) : json::value()},
                     {"show", nullptr}};
  if (is_claimed(item, now_))
    shown["claim"] = {{"by", staff(item.claimed_by)}, {"until", to_rfc3339(item.claimed_until)}};
  if (item.state == Stands::kAside) {
    shown["aside"] = {{"by", item.aside_by.empty() ? json::value() : json::value(staff(item.aside_by))},
                      {"reason", item.aside_reason}};
  }
  return shown;
}

json::object InboxTelling::operator()(const InboxQuestion& asked) {
  const auto& question = asked.question;
  json::array answers;
  if (const auto& answer = question.answer) {
    answers.push_back({{"id", "1"},
                       {"by", staff(answer->by)},
                       {"text", answer->text},
                       {"state", "sent"},
                       {"tries", 1},
                       {"next_at", nullptr},
                       {"why", nullptr},
                       {"url", nullptr},
                       {"made_at", nullptr},
                       {"sent_at", nullptr}});
  }
  const auto* claim = talk::claim_of(question, now_);
  json::object shown{{"id", fmt::format("{}.{}", question.show, question.seq)},
                     {"network", "show"},
                     {"account", asked.title},
                     {"kind", "question"},
                     {"author", question.name},
                     {"author_url", nullptr},
                     {"text", question.text},
                     {"url", nullptr},
                     {"said_at", to_rfc3339(asked.asked_at)},
                     {"came_at", to_rfc3339(asked.asked_at)},
                     {"state", talk::shown_state(question, now_)},
                     {"more", 0},
                     {"gone", nullptr},
                     {"claim", nullptr},
                     {"aside", nullptr},
                     {"answers", std::move(answers)},
                     {"most_length", talk::kMostAnswerCharacters},
                     {"show",
                      {{"id", question.show},
                       {"title", asked.title},
                       {"state", asked.show_state},
                       {"seq", question.seq},
                       {"at", question.at.count()},
                       {"seconds", question.seconds}}}};
  if (claim != nullptr) shown["claim"] = {{"by", staff(claim->by)}, {"until", to_rfc3339(claim->until)}};
  return shown;
}

json::object inbox_page(store::Database& db, const Voices& voices, const ItemsAsked& asked,
                        const std::optional<ItemPlace>& after, WallTime now, std::int64_t limit) {
  using Either = std::variant<InboxItem, InboxQuestion>;
  struct Line {
    ItemPlace place{};
    Either what{};
  };
  std::vector<Line> lines;
  // One more than a page of each: whatever comes first is among them.
  for (auto& item : items(db, asked, after, now, limit + 1))
    lines.push_back({place_of(item), std::move(item)});
  for (auto& question : inbox_questions(db, asked, after, now, limit + 1))
    lines.push_back({place_of(question), std::move(question)});
  std::ranges::sort(lines, [&](const Line& a, const Line& b) {
    const auto key = [](const ItemPlace& place) {
      return std::tie(place.at_ms, place.source, place.position);
    };
    return asked.oldest_first ? key(a.place) < key(b.place) : key(b.place) < key(a.place);
  });
  const bool more = std::cmp_greater(lines.size(), limit);
  if (more) lines.resize(static_cast<std::size_t>(limit));
  InboxTelling tell(db, voices, now);
  json::array told;
  for (const auto& line : lines)
    told.push_back(std::visit([&](const auto& what) { return tell(what); }, line.what));
  json::value next;
  if (more) {
    const auto& last = lines.back().place;
    next = fmt::format("{}.{}.{}", last.at_ms, last.source, last.position);
  }
  json::array networks;
  for (auto& network : item_networks(db)) networks.emplace_back(std::move(network));
  return {{"items", std::move(told)},
          {"next", std::move(next)},
          {"waiting", waiting_items(db) + waiting_questions(db, now)},
          {"networks", std::move(networks)},
          {"accounts", hearing_json(db)}};
}

Result<std::optional<ItemPlace>> place_in(const std::string& cursor) {
  if (cursor.empty()) return std::optional<ItemPlace>();
  ItemPlace place;
  const auto* at = cursor.data();
  const auto* end = at + cursor.size();
  const auto number = [&](auto& value, char then) {
    const auto [stopped, error] = std::from_chars(at, end, value);
    if (error != std::errc()) return false;
    at = stopped;
    if (then == '\0') return at == end;
    return at != end && *at++ == then;
  };
  if (number(place.at_ms, '.') && number(place.source, '.') && number(place.position, '\0'))
    return std::optional(place);
  return invalid("cursor", "This is not a cursor of this list.");
}

}  // namespace nigiwai::social

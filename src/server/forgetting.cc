#include "server/forgetting.h"

#include <boost/asio/post.hpp>

#include "base/fields.h"
#include "base/log.h"
#include "base/scheduling.h"
#include "base/time.h"
#include "http/answers.h"
#include "insight/figures/answering.h"
#include "people/audit.h"
#include "people/forgetting.h"
#include "store/writing.h"
#include "timeline/by_viewer.h"

namespace nigiwai::server {
namespace {

constexpr const char* kSchema = R"({"type":"object","properties":{"months":{"type":"integer"}}})";

json::object forgetting_json(store::Database& db) { return {{"months", people::forget_after(db)}}; }

// UTC, ms.
std::int64_t seen_at(store::Database& kept, store::Database& journal, const std::string& viewer) {
  std::int64_t last = 0;
  {
    auto rows = kept.query("SELECT last_at FROM viewer WHERE name = ?", viewer);
    if (rows.next()) last = rows.integer(0);
  }
  auto rows = journal.query(
      std::string(
          "SELECT coalesce(max(accepted_at), 0) FROM event INDEXED BY event_by_viewer WHERE by_id = ? AND ") +
          timeline::kByViewer,
      viewer);
  return rows.next() ? std::max(last, rows.integer(0)) : last;
}

}  // namespace

void Forgetting::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/maintenance/forgetting",
       .access = http::Access::roles({}),
       .handle = [this](http::Request&) -> Task<http::Response> {
         co_return http::answer(parts_.people.readers().read<json::object>(
             [](store::Database& db) -> Result<json::object> { return forgetting_json(db); }));
       },
       .summary =
           "After how many months without them viewers are forgotten who are no members and never ordered; "
           "0 is never.",
       .answer = kSchema});
  router.add({.method = "PUT",
              .path = "/api/maintenance/forgetting",
              .access = http::Access::roles({}),
              .handle = [this](http::Request& request) { return put_months(request); },
              .summary = "Chooses it: 0, or 6 to 120 months. What they wrote goes with their names.",
              .body = R"({"type":"object","required":["months"],"properties":{"months":{"type":"integer"}}})",
              .answer = kSchema});
}

Task<http::Response> Forgetting::put_months(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto months = in.whole("months", {.least = 0, .most = people::kForgetMost});
  if (months > 0 && months < people::kForgetLeast)
    in.wrong("months", fmt::format("This must be 0, or at least {}.", people::kForgetLeast));
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto chosen = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto before = people::forget_after(t.db());
        people::set_forget_after(t, months);
        if (before != months)
          people::audit(t, by, "person.forgetting-changed", "", {{"from", before}, {"to", months}});
        return forgetting_json(t.db());
      });
  asked_ = true;
  tend();
  co_return http::answer(chosen);
}

void Forgetting::tend() {
  if (working_.exchange(true)) return;
  if (!asked_.exchange(false) && parts_.clock.steady() < over_at_ + kForgetEvery) {
    working_ = false;
    return;
  }
  after_.clear();
  asio::post(beside_, [this] {
    name_thread("forgetting");
    stand_back();
    look();
  });
}

void Forgetting::stop() {
  stopped_ = true;
  beside_.join();
}

void Forgetting::look() {
  auto found = look_at_some();
  while (found && found->unseen.empty() && !found->over && !stopped_) found = look_at_some();
  if (!found) {
    log_warn("who was not seen any more could not be found", {{"why", found.error().detail}});
    return rest(false);
  }
  if (found->unseen.empty()) return rest(found->over);
  forget(std::move(found->unseen), found->over);
}

Result<Forgetting::Look> Forgetting::look_at_some() {
  return parts_.insight.readers().read<Look>([&](store::Database& kept) {
    return parts_.insight.journal().read<Look>([&](store::Database& journal) -> Result<Look> {
      const auto months = people::forget_after(journal);
      if (months == 0) return Look{.over = true};
      // Who came just now is known to the journal alone.
      if (insight::behind(kept, journal) > 0) {
        asked_ = true;
        return Look{.over = true};
      }
      const auto before = people::months_before(parts_.clock.wall(), months);
      Look found;
      const auto strangers = people::strangers_since(journal, before, after_, kStrangersAtOnce);
      for (const auto& viewer : strangers) {
        if (found.unseen.size() == kForgottenAtOnce) return found;
        after_ = viewer;
        if (seen_at(kept, journal, viewer) < to_ms(before)) found.unseen.push_back(viewer);
      }
      found.over = strangers.size() < static_cast<std::size_t>(kStrangersAtOnce);
      return found;
    });
  });
}

void Forgetting::forget(std::vector<std::string> viewers, bool over) {
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [this, viewers = std::move(viewers)](store::Transaction& transaction) -> Result<int> {
        if (people::forget_after(transaction.db()) == 0) return 0;
        for (const auto& viewer : viewers) forget_one(transaction, viewer);
        return 0;
      },
      [this, over](const Result<int>& done) {
        if (!done) {
          log_warn("who was not seen any more could not be forgotten", {{"why", done.error().detail}});
          return rest(false);
        }
        if (over) return rest(true);
        asio::post(beside_, [this] { look(); });
      });
}

void Forgetting::forget_one(store::Transaction& transaction, const std::string& viewer) {
  const auto person = people::whole_person(transaction.db(), parts_.holdings, viewer);
  if (!person.member.empty() || !person.orders.empty()) return;
  parts_.people.note_gone(transaction, viewer);
  people::erase(transaction, parts_.holdings, person, {});
}

void Forgetting::rest(bool over) {
  if (over) over_at_ = parts_.clock.steady();
  working_ = false;
}

}  // namespace nigiwai::server

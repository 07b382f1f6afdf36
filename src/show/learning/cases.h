// Cases (事例): moments of shows with what was done and why it worked, to be found again when one is needed.
#pragma once

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "http/router.h"
#include "show/learning/told.h"
#include "store/writer.h"

namespace nigiwai::show {

// Looked through one by one when somebody searches: a few milliseconds.
inline constexpr std::int64_t kMostCases = 2'000;
inline constexpr std::size_t kMostCasesTold = 100;  // in one answer
inline constexpr std::int64_t kMostCasesOfCue = 5;  // more are no help on air

struct Case {
  std::string show{};
  std::int64_t at = 0;                  // ms of the show
  std::optional<std::int64_t> until{};  // nothing for a moment
  std::string title{};
  std::string did{};
  std::string why{};
  std::string figure{};  // in words; may be empty
  Tags tags{};
};
Result<Case> read_case(const json::object& body);

// What a list is narrowed to; empty members let everything through.
struct CasesAsked {
  std::string q{};  // words, in any width, case and kana (shop/products/search.h)
  std::string tag{};
  std::string show{};
};
// Reads ?q= &tag= &show=.
Result<CasesAsked> cases_asked(const http::Request& request);

struct CaseWriting {  // all outlive the call
  store::Transaction& transaction;
  Random& random;
  const http::Caller& by;
};

// Refuses a moment that is not in its show, and a show that was never on air.
Result<json::object> make_case(const CaseWriting& writing, const Case& wanted);
// With `expected`, conflict "changed-meanwhile" {present} when it has another version by now.
Result<json::object> change_case(const CaseWriting& writing, const std::string& id, const Case& wanted,
                                 std::optional<std::int64_t> expected);
Result<void> remove_case(const CaseWriting& writing, const std::string& id,
                         std::optional<std::int64_t> expected);
// Whoever looked at it, once; a second time changes nothing.
Result<void> see_case(const CaseWriting& writing, const std::string& id);

// {"id", "show", "at", "until", "title", "did", "why", "figure", "tags", "made_by", "made_at", "version",
// "seen"}; `seen` by this person.
Result<json::object> find_case(store::Database& db, const std::string& id, const std::string& person = "");
// {"items": newest first, "tags": of all cases, most used first, "more"}.
json::object cases_json(store::Database& db, const CasesAsked& asked, const std::string& person);
json::array cases_of_show(store::Database& db, const std::string& show);  // in order of their moments

// The cases kept in mind for a cue, by their ids. Writing replaces the list; refuses a cue or case that there
// is not, and more than kMostCasesOfCue.
Result<json::object> cases_of_cue(store::Database& db, const std::string& show, const std::string& cue);
Result<json::object> put_cases_of_cue(const CaseWriting& writing, const std::string& show,
                                      const std::string& cue, const std::vector<std::string>& cases);

}  // namespace nigiwai::show

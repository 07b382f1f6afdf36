// Questions as rows: asking, listing, and what a person keeps of theirs.
#pragma once

#include <boost/json/array.hpp>
#include <functional>

#include "http/caller.h"
#include "people/holdings.h"
#include "talk/question.h"
#include "talk/words.h"
#include "timeline/commands.h"

namespace nigiwai::talk {

// People think before they ask.
inline const http::Rate kQuestions{"questions", 3, Milliseconds(20'000)};
inline const http::Rate kSeconds{"questions seconded", 10, Milliseconds(2000)};

// A question that waits on the top of a list for everybody has many readers: a page of them is small.
inline constexpr std::int64_t kMostQuestionsInPage = 200;

// The question of this event, or nothing. `show` as it is told to the public or staff is the caller's to
// decide.
std::optional<Question> question_with(store::Database& database, const std::string& show, std::int64_t seq);

struct Asker {
  http::Caller caller{};
  std::string secret{};  // of the shop
  WallTime now{};
};
// The asker's pages of a show's questions, in the order in which they were asked: staff see all; others what
// everybody sees and their own. Those of which nothing is left are in none.
struct QuestionPage {
  boost::json::array items{};
  std::optional<std::int64_t> next{};  // the cursor to go on with
};
QuestionPage questions_of_show(store::Database& database, const std::string& show, const Asker& asker,
                               std::int64_t after, std::int64_t limit);
// A product's, newest first, of all shows; those that everybody may read, whoever asks. `show_json` tells of
// a show, or nothing when it is not public.
using ShowTold = std::function<std::optional<boost::json::object>(store::Database&, const std::string& show)>;
QuestionPage questions_of_product(store::Database& database, const std::string& product, const Asker& asker,
                                  const ShowTold& show_json, std::int64_t before, std::int64_t limit);

// The seconds of the questions of a show that wait, as a frame tells them: {"question/12": 3}. The most
// wanted ones.
boost::json::object question_sums(store::Database& database, const std::string& show);

// Whether a product may be asked about in a show: it is on its shelf.
using OnShelf = std::function<bool(store::Database&, const std::string& show, const std::string& product)>;

// question.ask, .second, .claim, .release, .answer, .hide, .show. `journal` and `words` must outlive the
// commands.
void add_question_commands(timeline::Commands& commands, timeline::Journal& journal, const Words& words,
                           OnShelf on_shelf);

// Asks a question that somebody asked elsewhere, as `by`, at its moment. Answers the position of its event.
struct AskedAgain {
  std::string show{};
  Milliseconds at{0};
  std::string text{};
  std::string product{};  // empty for none
};
std::int64_t ask_again(store::Transaction& transaction, timeline::Journal& journal, const AskedAgain& asked,
                       const http::Caller& by);

// What a person asked, with its answers, and what they voted for. Erasing takes their questions out of every
// list; the words went with the journal's, and every count stays.
people::Holding asked_holding();
people::Holding voted_holding();

}  // namespace nigiwai::talk

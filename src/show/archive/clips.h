// Clips as they stand in the database.
#pragma once

#include "base/random.h"
#include "show/archive/captions.h"
#include "show/archive/clip.h"
#include "show/shows.h"
#include "timeline/journal.h"

namespace nigiwai::show {

struct Clip {
  std::int64_t position = 0;
  std::string id;
  std::string show;
  NewClip wanted{};
  ClipState state = ClipState::kWaiting;
  std::int64_t attempts = 0;
  std::string why{};
  // Of what is in it, once it is ready.
  std::optional<Milliseconds> at{};
  Milliseconds length{0};
  int width = 0;
  int height = 0;
  std::int64_t bytes = 0;
  std::string made_by{};
  WallTime made_at{};
  std::vector<Caption> captions{};  // to burn in, in the show's time; only for whoever makes it
};

Result<Clip> clip(store::Database& db, const std::string& show, const std::string& id);
// It shows something of a part of its show that was withdrawn.
bool is_withdrawn(store::Database& db, const std::string& show, const std::string& id);
// Newest first. Everybody sees those that are ready and shown.
std::vector<Clip> clips_of_show(store::Database& db, const std::string& show, bool staff);
// Ready and shown, of public shows, newest first.
std::vector<Clip> clips_of_product(store::Database& db, const std::string& product);
// The same of all shows, before a position, with these words in the title of the clip, its show or its
// product.
std::vector<Clip> public_clips(store::Database& db, const std::string& search, std::int64_t before,
                               std::int64_t limit);
// The same of shows with this one of the staff in their cast.
std::vector<Clip> clips_of_staff(store::Database& db, const std::string& handle);
// What propose_clips makes of the show now, each with the title of its product.
boost::json::array proposals_json(store::Database& db, const std::string& show, WallTime now);

// {"id", "show", "product", "title", "label", "form", "at", "length_ms", "width", "height", "url", "poster"};
// staff see "from", "until", "state", "progress", "why", "shown", "bytes", "made_by" and "made_at" too.
// `percent` is how far it is.
enum class ClipReader { kEveryone, kStaff };
boost::json::object to_json(const Clip& clip, ClipReader reader, int percent = 0);

// Writes a clip that waits. Refuses before the show is on air ("state"), what lies beyond it, an unknown
// product, and more than the limits ("clip-limit").
Result<Clip> add_clip(store::Transaction& transaction, Random& random, const std::string& show,
                      const NewClip& wanted, const http::Caller& by);
Result<void> change_clip(store::Transaction& transaction, const std::string& show, const std::string& id,
                         const ClipChange& wanted, const http::Caller& by);
// Puts one that failed back among those that wait; conflict "state" for any other.
Result<void> retry_clip(store::Transaction& transaction, const std::string& show, const std::string& id);
// The row; its files go after the commit.
Result<void> remove_clip(store::Transaction& transaction, timeline::Journal& journal, const std::string& show,
                         const std::string& id, const http::Caller& by);

// For whoever makes them: the oldest that waits, copied ones or those that are coded.
enum class ClipWork { kCopying, kCoding };
std::optional<Clip> next_to_make(store::Database& db, ClipWork work);
// False when it is gone meanwhile.
bool begin_clip(store::Transaction& transaction, const std::string& id);
struct MadeClip {
  Milliseconds at{0};
  Milliseconds length{0};
  int width = 0;
  int height = 0;
  std::int64_t bytes = 0;
};
// Ready, told to staff by `clip.made {clip, product, from, until}`; or failed. False when it is gone
// meanwhile.
bool finish_clip(store::Transaction& transaction, timeline::Journal& journal, const std::string& id,
                 const Result<MadeClip>& made);
// After a start of the server: what was being made waits again, or has failed when it was begun too often.
void resume_clips(store::Transaction& transaction);

}  // namespace nigiwai::show

#include "social/fediverse/incoming.h"

#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "outbox/deliveries.h"
#include "social/fediverse/blocks.h"
#include "social/fediverse/notes.h"
#include "social/inbox/inbox.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr const char* kNetwork = "fediverse";

struct Reaction {
  std::string remote{};
  std::string kind{};
  std::string note{};
  std::string show{};
  std::int64_t seq = 0;
};

class Taking {
 public:
  Taking(store::Transaction& transaction, const TakingParts& parts, const RemoteActor& from)
      : transaction_(transaction), db_(transaction.db()), parts_(parts), from_(from) {}

  Result<Taken> follow(const Activity& activity) {
    const auto name = ours(activity.object);
    if (!name) return Taken::kIgnored;
    const bool known = follows(*name);
    if (!known && number("SELECT count(*) FROM fediverse_follower") >= kMostFollowers)
      return fail(Kind::kTooMany, "follower-limit", "This shop takes no more followers.");
    db_.run(
        "INSERT OR REPLACE INTO fediverse_follower (actor, follower, host, receiver, followed_at) VALUES (?, "
        "?, ?, ?, "
        "?)",
        *name, from_.id, from_.host, from_.receiver(), to_ms(transaction_.now()));
    const auto accept = parts_.documents.accept(*name, activity.id, from_.id, parts_.random.token(12));
    outbox::deliver(transaction_,
                    {.sender = *name, .body = json::serialize(accept), .receivers = {from_.inbox}});
    if (!known) tell("", "fediverse.followed", {{"actor", *name}}, from_.handle);
    return Taken::kDone;
  }

  Result<Taken> undo(const Activity& activity) {
    // By the id of what is undone, or by what it was where that stands whole.
    if (const auto reaction = reaction_of(activity.object)) {
      withdraw(*reaction);
      return Taken::kDone;
    }
    const auto name = ours(activity.inner_object);
    if (activity.object_type == "Follow" && name) {
      if (!follows(*name)) return Taken::kIgnored;
      db_.run("DELETE FROM fediverse_follower WHERE actor = ? AND follower = ?", *name, from_.id);
      tell("", "fediverse.unfollowed", {{"actor", *name}}, from_.handle);
      return Taken::kDone;
    }
    const auto note = note_of_id(parts_.documents.origin, activity.inner_object);
    const auto kind = kind_of(activity.object_type);
    if (!note || kind.empty()) return Taken::kIgnored;
    std::string remote;
    {
      auto rows = db_.query("SELECT remote FROM fediverse_reaction WHERE note = ? AND kind = ? AND actor = ?",
                            *note, kind, from_.id);
      if (!rows.next()) return Taken::kIgnored;
      remote = rows.text(0);
    }
    withdraw(*reaction_of(remote));
    return Taken::kDone;
  }

  Result<Taken> react(const Activity& activity, const std::string& kind) {
    const auto id = note_of_id(parts_.documents.origin, activity.object);
    const auto note = id ? find_note(db_, *id) : std::nullopt;
    if (!note) return Taken::kIgnored;
    {
      // The same person once, however often their server says so.
      auto rows = db_.query("SELECT 1 FROM fediverse_reaction WHERE note = ? AND kind = ? AND actor = ?", *id,
                            kind, from_.id);
      if (rows.next()) return Taken::kRepeated;
    }
    keep(activity.id, kind, &*note, kind == "like" ? "fediverse.liked" : "fediverse.boosted", note->actor,
         "");
    return Taken::kDone;
  }

  Result<Taken> said(const Activity& activity) {
    const auto& heard = *activity.note;
    const auto answered = note_of_id(parts_.documents.origin, heard.in_reply_to);
    const auto note = answered ? find_note(db_, *answered) : std::nullopt;
    std::string name = note ? note->actor : std::string();
    for (const auto& href : heard.mentions) {
      if (!name.empty()) break;
      name = ours(href).value_or("");
    }
    if (name.empty() || heard.text.empty()) return Taken::kIgnored;
    if (reaction_of(heard.id)) return Taken::kRepeated;
    const auto now = transaction_.now();
    const auto kept = take_into_inbox(
        transaction_, parts_.random,
        {.network = kNetwork,
         .account = account_id(name),
         .remote = heard.id,
         .kind = note ? "reply" : "mention",
         .author = from_.name == from_.handle ? from_.handle : from_.name + " (" + from_.handle + ")",
         .author_url = from_.url,
         .text = heard.text,
         .url = heard.url,
         .answer_to = note ? heard.in_reply_to : "",
         .at = std::min(heard.published.value_or(now), now)});
    if (!kept) return std::unexpected(kept.error());
    keep(heard.id, note ? "reply" : "mention", note ? &*note : nullptr,
         note ? "fediverse.replied" : "fediverse.mentioned", name, heard.text);
    return Taken::kDone;
  }

  Result<Taken> update(const Activity& activity) {
    if (activity.object == from_.id) {
      // Asked for anew when it is next needed.
      db_.run("UPDATE fediverse_remote SET fetched_at = 0 WHERE id = ?", from_.id);
      return Taken::kDone;
    }
    if (!activity.note) return Taken::kIgnored;
    const auto reaction = reaction_of(activity.note->id);
    if (!reaction) return said(activity);
    if (activity.note->text.empty()) return Taken::kIgnored;
    set_text(*reaction, activity.note->text);
    if (auto changed = change_inbox_item(transaction_, kNetwork, reaction->remote, activity.note->text);
        !changed)
      return std::unexpected(changed.error());
    return Taken::kDone;
  }

  Result<Taken> remove(const Activity& activity) {
    if (activity.object == from_.id) {
      take_leave(transaction_, parts_, from_.id);
      return Taken::kDone;
    }
    const auto reaction = reaction_of(activity.object);
    if (!reaction) return Taken::kIgnored;
    withdraw(*reaction);
    return Taken::kDone;
  }

  Result<Taken> blocked_by(const Activity& activity) {
    const auto name = ours(activity.object);
    if (!name) return Taken::kIgnored;
    db_.run("DELETE FROM fediverse_follower WHERE actor = ? AND follower = ?", *name, from_.id);
    return Taken::kDone;
  }

  static std::string kind_of(const std::string& type) {
    if (type == "Like" || type == "EmojiReact") return "like";
    return type == "Announce" ? "boost" : "";
  }

  // Of this actor alone.
  std::optional<Reaction> reaction_of(const std::string& remote) {
    auto rows = db_.query(
        "SELECT remote, kind, note, show, seq FROM fediverse_reaction WHERE remote = ? AND actor = ?", remote,
        from_.id);
    if (!rows.next()) return std::nullopt;
    return Reaction{.remote = rows.text(0),
                    .kind = rows.text(1),
                    .note = rows.text(2),
                    .show = rows.text(3),
                    .seq = rows.integer(4)};
  }

  // Takes it from the counts, its words from the inbox and the journal; the fact stays.
  void withdraw(const Reaction& reaction) {
    db_.run("DELETE FROM fediverse_reaction WHERE remote = ?", reaction.remote);
    set_text(reaction, "");
    if (reaction.kind == "reply" || reaction.kind == "mention")
      (void)change_inbox_item(transaction_, kNetwork, reaction.remote, "");
    tell(reaction.show, "fediverse.withdrawn",
         {{"what", reaction.kind}, {"post", reaction.note}, {"of", reaction.seq}}, "");
  }

 private:
  std::int64_t number(std::string_view sql) {
    auto rows = db_.query(sql);
    return rows.next() ? rows.integer(0) : 0;
  }

  std::optional<std::string> ours(const std::string& id) {
    auto name = name_of_actor(parts_.documents.origin, id);
    if (name && !local_actor(db_, *name)) name.reset();
    return name;
  }

  bool follows(const std::string& name) {
    return db_.query("SELECT 1 FROM fediverse_follower WHERE actor = ? AND follower = ?", name, from_.id)
        .next();
  }

  timeline::SharedEvent tell(const std::string& show, const char* kind, json::object data, std::string text) {
    return parts_.journal.append(transaction_, show,
                                 {.kind = kind,
                                  .data = std::move(data),
                                  .audience = timeline::Audience::kStaff,
                                  .text = std::move(text)});
  }

  void keep(const std::string& remote, const std::string& kind, const OwnNote* note, const char* event,
            const std::string& name, const std::string& text) {
    const std::string show = note != nullptr ? note->show : "";
    json::object data{{"actor", name}};
    if (note != nullptr) {
      data["post"] = note->id;
      data["about"] = note->kind;
    }
    const auto told =
        tell(show, event, std::move(data), text.empty() ? from_.handle : from_.handle + ": " + text);
    db_.run(
        "INSERT INTO fediverse_reaction (remote, kind, actor, note, show, seq, came_at) VALUES (?, ?, ?, ?, "
        "?, ?, ?) ON "
        "CONFLICT DO NOTHING",
        remote, kind, from_.id, note != nullptr ? note->id : "", show, told->seq, to_ms(transaction_.now()));
  }

  // The text beside the event; with no text its author's handle goes, too.
  void set_text(const Reaction& reaction, const std::string& text) {
    db_.run(
        "UPDATE event_text SET text = ? WHERE position = (SELECT position FROM event WHERE show = ? AND seq "
        "= ?)",
        text.empty() ? text : from_.handle + ": " + text, reaction.show, reaction.seq);
  }

  store::Transaction& transaction_;
  store::Database& db_;
  const TakingParts& parts_;
  const RemoteActor& from_;
};

bool is_off(store::Database& db) { return db.query("SELECT 1 FROM fediverse WHERE is_on = 0").next(); }

std::int64_t count_of_day(store::Transaction& transaction, const std::string& actor) {
  auto rows = transaction.db().query("SELECT count(*) FROM fediverse_seen WHERE actor = ? AND seen_at > ?",
                                     actor, to_ms(transaction.now() - std::chrono::hours(24)));
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace

Result<Taken> take(store::Transaction& transaction, const TakingParts& parts, const Activity& activity,
                   const RemoteActor& from) {
  auto& db = transaction.db();
  if (activity.actor != from.id)
    return fail(Kind::kUnauthorized, "signature", "The activity is signed by somebody else than its actor.");
  if (outbox::host_of_address(activity.id) != from.host)
    return fail(Kind::kUnauthorized, "signature", "The activity's id is of another server than its actor.");
  const auto& note = activity.note;
  const bool says = note && (activity.type == "Create" || activity.type == "Update");
  if (says && (note->author != from.id || outbox::host_of_address(note->id) != from.host))
    return fail(Kind::kUnauthorized, "signature", "What was said is somebody else's.");
  if (is_blocked(db, from.host)) return fail(Kind::kForbidden, "blocked", "This server is blocked here.");
  const auto& type = activity.type;
  const bool takes_back = type == "Undo" || type == "Delete" || type == "Block";
  if (!takes_back && is_off(db)) return Taken::kIgnored;
  const bool fresh =
      db.run("INSERT INTO fediverse_seen (activity, actor, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
             activity.id, from.id, to_ms(transaction.now())) > 0;
  if (!fresh) return Taken::kRepeated;
  if (!takes_back && count_of_day(transaction, from.id) > kMostOfActorADay)
    return fail(Kind::kTooMany, "actor-limit", "This actor has done more in a day than a person does.");
  Taking taking(transaction, parts, from);
  if (type == "Follow") return taking.follow(activity);
  if (type == "Undo") return taking.undo(activity);
  if (type == "Delete") return taking.remove(activity);
  if (type == "Update") return taking.update(activity);
  if (type == "Block") return taking.blocked_by(activity);
  if (type == "Create" && activity.note) return taking.said(activity);
  if (const auto kind = Taking::kind_of(type); !kind.empty()) return taking.react(activity, kind);
  return Taken::kIgnored;
}

void take_leave(store::Transaction& transaction, const TakingParts& parts, const std::string& actor) {
  const auto known = known_remote(transaction.db(), actor);
  const RemoteActor leaving =
      known.value_or(RemoteActor{.id = actor, .host = outbox::host_of_address(actor)});
  Taking taking(transaction, parts, leaving);
  std::vector<std::string> remotes;
  {
    auto rows = transaction.db().query("SELECT remote FROM fediverse_reaction WHERE actor = ?", actor);
    while (rows.next()) remotes.push_back(rows.text(0));
  }
  for (const auto& remote : remotes)
    if (const auto reaction = taking.reaction_of(remote)) taking.withdraw(*reaction);
  if (!leaving.handle.empty()) {
    // Its name beside the follows; the facts stay.
    transaction.db().run(
        "UPDATE event_text SET text = '' WHERE text = ? AND position IN (SELECT position FROM event WHERE "
        "show = '' "
        "AND kind IN ('fediverse.followed', 'fediverse.unfollowed'))",
        leaving.handle);
  }
  forget_remote(transaction, actor);
}

void forget_seen(store::Transaction& transaction) {
  transaction.db().run("DELETE FROM fediverse_seen WHERE seen_at < ?", to_ms(transaction.now() - kSeenKept));
}

}  // namespace nigiwai::social::fediverse

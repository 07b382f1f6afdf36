#include "social/fediverse/fediverse_channel.h"

#include "base/text.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social::fediverse {
namespace {

std::unexpected<Problem> no_such_note() {
  return fail(Kind::kNotFound, "not-found", "There is no such post in the fediverse (any more).");
}

}  // namespace

std::string actor_of(const ChannelAccount& account) {
  return account.staff.empty() ? std::string(kShopActor) : account.staff;
}

ChannelAccount account_of(const LocalActor& actor, const std::string& origin) {
  return {.id = account_id(actor.name),
          .network = "fediverse",
          .name = "@" + actor.name + "@" + authority_of(origin),
          .staff = actor.name == kShopActor ? std::string() : actor.name};
}

std::vector<ChannelAccount> FediverseChannel::own_accounts(store::Database& db) const {
  std::vector<ChannelAccount> all;
  for (const auto& actor : local_actors(db)) all.push_back(account_of(actor, parts_.documents.origin));
  return all;
}

std::size_t FediverseChannel::length_of(std::string_view text) const { return character_count(text); }

Result<void> FediverseChannel::check(ChannelAccount& account) {
  const auto there = parts_.readers.read<bool>(
      [&](store::Database& db) -> Result<bool> { return local_actor(db, actor_of(account)).has_value(); });
  if (!there) return std::unexpected(there.error());
  if (*there) return {};
  return fail(
      Kind::kNotFound, "no-actor",
      "In the fediverse speak the shop, and those of the staff who stand in a show that everybody may see.");
}

Result<Published> FediverseChannel::publish(ChannelAccount& account, const Saying& saying) {
  if (auto fine = check(account); !fine) return std::unexpected(fine.error());
  if (length_of(saying.text) > kMostSaid)
    return invalid("text", "A post may be 5000 characters long at most.");
  OwnNote note{.actor = actor_of(account),
               .kind = "saying",
               .about = saying.key,
               .text = saying.text,
               .picture = saying.picture_url,
               .picture_alt = saying.picture_alt,
               .language = saying.language,
               .answer_to = saying.answer_to};
  if (!saying.link.empty() && !saying.text.contains(saying.link)) note.text += "\n" + saying.link;
  std::string also;
  if (!saying.answer_to.empty()) {
    const auto author = author_of(saying.answer_to);
    if (!author) return std::unexpected(author.error());
    if (*author) {
      note.mentioned = (*author)->id;
      also = (*author)->receiver();
    }
  }
  const auto said = on_writer<OwnNote>(parts_.writer, store::Lane::kProjections,
                                       [&](store::Transaction& t) -> Result<OwnNote> {
                                         return say(t, parts_.random, parts_.documents, note, also);
                                       });
  if (!said) return std::unexpected(said.error());
  const auto id = note_id(parts_.documents.origin, said->id);
  return Published{.id = id, .url = id};
}

Result<void> FediverseChannel::remove(ChannelAccount& account, const std::string& id) {
  const auto name = note_of_id(parts_.documents.origin, id);
  if (!name) return no_such_note();
  const auto note = parts_.readers.read<std::optional<OwnNote>>(
      [&](store::Database& db) -> Result<std::optional<OwnNote>> { return find_note(db, *name); });
  if (!note) return std::unexpected(note.error());
  if (!*note || (*note)->actor != actor_of(account)) return no_such_note();
  std::string also;
  if (!(*note)->answer_to.empty()) {
    if (const auto author = author_of((*note)->answer_to); author && *author) also = (*author)->receiver();
  }
  const auto gone = on_writer<bool>(
      parts_.writer, store::Lane::kProjections,
      [&](store::Transaction& t) -> Result<bool> { return unsay(t, parts_.documents, *name, also); });
  if (!gone) return std::unexpected(gone.error());
  return {};
}

Result<SayingCounts> FediverseChannel::counts(ChannelAccount&, const std::string& id) {
  const auto name = note_of_id(parts_.documents.origin, id);
  if (!name) return no_such_note();
  return parts_.readers.read<SayingCounts>([&](store::Database& db) -> Result<SayingCounts> {
    if (!find_note(db, *name)) return no_such_note();
    const auto reactions = reactions_to(db, *name);
    return SayingCounts{.likes = reactions.likes, .shares = reactions.boosts, .replies = reactions.replies};
  });
}

Result<HeardPage> FediverseChannel::heard(ChannelAccount&, const std::string& since) {
  return HeardPage{.next = since};
}

Result<std::optional<RemoteActor>> FediverseChannel::author_of(const std::string& remote) {
  const auto author = parts_.readers.read<std::string>([&](store::Database& db) -> Result<std::string> {
    auto rows = db.query("SELECT actor FROM fediverse_reaction WHERE remote = ?", remote);
    return rows.next() ? rows.text(0) : std::string();
  });
  if (!author) return std::unexpected(author.error());
  if (author->empty()) return std::optional<RemoteActor>();
  auto actor = parts_.remotes.actor(*author);
  // Gone meanwhile: it is said all the same, to those who follow us.
  if (!actor && actor.error().type == "gone") return std::optional<RemoteActor>();
  if (!actor) return std::unexpected(actor.error());
  return std::optional(*std::move(actor));
}

}  // namespace nigiwai::social::fediverse

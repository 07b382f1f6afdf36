#include "social/fediverse/documents.h"

#include "base/time.h"
#include "outbox/deliveries.h"
#include "social/fediverse/plain_text.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr const char* kStreams = "https://www.w3.org/ns/activitystreams";

json::object with_context(json::object object) {
  json::object whole{{"@context", kStreams}};
  for (auto& member : object) whole[member.key()] = std::move(member.value());
  return whole;
}

std::string_view media_type(std::string_view picture) {
  const auto path = picture.substr(0, picture.find('?'));
  if (path.ends_with(".png")) return "image/png";
  if (path.ends_with(".webp")) return "image/webp";
  return "image/jpeg";
}

json::object image(const std::string& url) {
  return {{"type", "Image"}, {"mediaType", media_type(url)}, {"url", url}};
}

json::array addressees(const OwnNote& note) {
  json::array to{kPublic};
  if (!note.mentioned.empty()) to.emplace_back(note.mentioned);
  return to;
}

json::object activity(const char* type, const std::string& id, const OwnNote& note,
                      const std::string& actor) {
  return {{"id", id},
          {"type", type},
          {"actor", actor},
          {"to", addressees(note)},
          {"cc", json::array{actor + "/followers"}}};
}

}  // namespace

json::object Documents::actor(const LocalActor& actor, const std::string& public_pem) const {
  const auto id = actor_id(origin, actor.name);
  const bool is_shop = actor.name == kShopActor;
  json::object document{
      {"@context", json::array{kStreams, "https://w3id.org/security/v1"}},
      {"id", id},
      {"type", is_shop ? "Organization" : "Person"},
      {"preferredUsername", actor.name},
      {"name", actor.display},
      {"summary", actor.summary.empty() ? std::string() : html_of(actor.summary)},
      {"url", origin + actor.page},
      {"inbox", id + "/inbox"},
      {"outbox", id + "/outbox"},
      {"followers", id + "/followers"},
      {"following", id + "/following"},
      {"endpoints", {{"sharedInbox", origin + "/fediverse/inbox"}}},
      {"manuallyApprovesFollowers", false},
      {"discoverable", true},
      {"publicKey", {{"id", id + "#main-key"}, {"owner", id}, {"publicKeyPem", public_pem}}}};
  if (!actor.picture.empty()) document["icon"] = image(origin + actor.picture);
  return document;
}

json::object Documents::note(const OwnNote& note, std::int64_t likes, std::int64_t shares) const {
  const auto actor = actor_id(origin, note.actor);
  const auto id = note_id(origin, note.id);
  const auto content = html_of(note.text);
  json::object document{{"id", id},
                        {"type", "Note"},
                        {"attributedTo", actor},
                        {"content", content},
                        {"contentMap", {{note.language, content}}},
                        {"published", to_rfc3339(note.published_at)},
                        {"url", id},
                        {"to", addressees(note)},
                        {"cc", json::array{actor + "/followers"}},
                        {"likes", {{"id", id + "/likes"}, {"type", "Collection"}, {"totalItems", likes}}},
                        {"shares", {{"id", id + "/shares"}, {"type", "Collection"}, {"totalItems", shares}}}};
  if (note.updated_at) document["updated"] = to_rfc3339(*note.updated_at);
  if (!note.answer_to.empty()) document["inReplyTo"] = note.answer_to;
  if (!note.mentioned.empty()) document["tag"] = json::array{{{"type", "Mention"}, {"href", note.mentioned}}};
  if (!note.picture.empty()) {
    auto picture = image(note.picture);
    picture["name"] = note.picture_alt;
    document["attachment"] = json::array{std::move(picture)};
  }
  return document;
}

json::object Documents::create(const OwnNote& said) const {
  auto whole = activity("Create", note_id(origin, said.id) + "/activity", said, actor_id(origin, said.actor));
  whole["published"] = to_rfc3339(said.published_at);
  whole["object"] = note(said, 0, 0);
  return with_context(std::move(whole));
}

json::object Documents::update(const OwnNote& said) const {
  const auto when = said.updated_at.value_or(said.published_at);
  auto whole = activity("Update", note_id(origin, said.id) + "#update-" + std::to_string(to_ms(when)), said,
                        actor_id(origin, said.actor));
  whole["object"] = note(said, 0, 0);
  return with_context(std::move(whole));
}

json::object Documents::removal(const OwnNote& said) const {
  const auto id = note_id(origin, said.id);
  auto whole = activity("Delete", id + "#delete", said, actor_id(origin, said.actor));
  whole["object"] = {{"id", id}, {"type", "Tombstone"}};
  return with_context(std::move(whole));
}

json::object Documents::tombstone(const std::string& note) const {
  return with_context({{"id", note_id(origin, note)}, {"type", "Tombstone"}});
}

json::object Documents::accept(const std::string& actor, const std::string& follow,
                               const std::string& follower, const std::string& token) const {
  const auto id = actor_id(origin, actor);
  return with_context(
      {{"id", id + "#accept-" + token},
       {"type", "Accept"},
       {"actor", id},
       {"to", json::array{follower}},
       {"object", {{"id", follow}, {"type", "Follow"}, {"actor", follower}, {"object", id}}}});
}

json::object Documents::webfinger(const std::string& name, const std::string& page) const {
  const auto id = actor_id(origin, name);
  return {{"subject", "acct:" + name + "@" + authority_of(origin)},
          {"aliases", json::array{id, origin + page}},
          {"links", json::array{{{"rel", "self"}, {"type", "application/activity+json"}, {"href", id}},
                                {{"rel", "http://webfinger.net/rel/profile-page"},
                                 {"type", "text/html"},
                                 {"href", origin + page}}}}};
}

json::object Documents::nodeinfo(const std::string& version, const std::string& shop, std::int64_t users,
                                 std::int64_t notes) const {
  return {{"version", "2.1"},
          {"software", {{"name", "nigiwai"}, {"version", version}}},
          {"protocols", json::array{"activitypub"}},
          {"services", {{"inbound", json::array{}}, {"outbound", json::array{}}}},
          {"openRegistrations", false},
          {"usage", {{"users", {{"total", users}}}, {"localPosts", notes}, {"localComments", 0}}},
          {"metadata", {{"nodeName", shop}}}};
}

json::object Documents::count(const std::string& id, std::int64_t total) const {
  return with_context({{"id", id}, {"type", "OrderedCollection"}, {"totalItems", total}});
}

}  // namespace nigiwai::social::fediverse

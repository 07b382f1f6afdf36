#include "social/fediverse/object.h"

#include <algorithm>
#include <array>

#include "base/fields.h"
#include "base/time.h"
#include "outbox/deliveries.h"
#include "social/fediverse/plain_text.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::array<std::string_view, 7> kSaid{"Note",  "Article", "Question", "Page",
                                                "Video", "Image",   "Audio"};

// The value itself, or the first of several; nothing where there is none.
const json::value* one(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return nullptr;
  if (const auto* several = value->if_array()) return several->empty() ? nullptr : &several->front();
  return value;
}

std::string text_of(const json::object& object, std::string_view name, std::size_t most) {
  const auto* value = one(object, name);
  if (value == nullptr || !value->is_string()) return {};
  const std::string_view text = value->as_string();
  if (text.size() <= most) return std::string(text);
  // Never in the middle of a character.
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

// An address that stands there by itself, as {"id"} or as {"href"}; empty when there is none.
std::string address_of(const json::value& value) {
  std::string_view id;
  if (value.is_string()) {
    id = value.as_string();
  } else if (value.is_object()) {
    for (const auto* name : {"id", "href"}) {
      const auto* named = value.as_object().if_contains(name);
      if (named != nullptr && named->is_string()) {
        id = named->as_string();
        break;
      }
    }
  }
  return is_address(id) ? std::string(id) : std::string();
}

std::string address_of(const json::object& object, std::string_view name) {
  const auto* value = one(object, name);
  return value == nullptr ? std::string() : address_of(*value);
}

std::string line_of(std::string_view raw, std::size_t most) {
  auto text = clean_text(plain_text(raw), {.most = 100'000}, "");
  if (!text) return {};
  if (text->size() > most) {
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) --end;
    text->resize(end);
  }
  return *std::move(text);
}

Note note_of(const json::object& object) {
  Note note{.id = address_of(object, "id"),
            .author = address_of(object, "attributedTo"),
            .url = address_of(object, "url"),
            .in_reply_to = address_of(object, "inReplyTo")};
  auto raw = text_of(object, "content", kMostActivity);
  if (raw.empty()) {
    if (const auto* by_language = one(object, "contentMap"); by_language && by_language->is_object()) {
      for (const auto& [language, text] : by_language->as_object()) {
        if (text.is_string()) raw = text.as_string();
        if (!raw.empty()) break;
      }
    }
  }
  if (raw.empty()) raw = text_of(object, "name", kMostActivity);
  auto text = clean_text(plain_text(raw), {.most = kMostActivity, .lines = Lines::kMany}, "");
  if (text) note.text = *std::move(text);
  if (note.text.size() > kMostNoteText) {
    auto end = kMostNoteText;
    while (end > 0 && (static_cast<unsigned char>(note.text[end]) & 0xC0) == 0x80) --end;
    note.text.resize(end);
  }
  if (note.url.empty()) note.url = note.id;
  note.published = from_rfc3339(text_of(object, "published", 64));
  const auto* tags = object.if_contains("tag");
  const auto look_at = [&](const json::value& tag) {
    if (!tag.is_object() || text_of(tag.as_object(), "type", 64) != "Mention") return;
    if (auto whom = address_of(tag.as_object(), "href"); !whom.empty())
      note.mentions.push_back(std::move(whom));
  };
  if (tags != nullptr && tags->is_array()) {
    std::size_t seen = 0;
    for (const auto& tag : tags->as_array()) {
      if (++seen > kMostTags) break;
      look_at(tag);
    }
  } else if (tags != nullptr) {
    look_at(*tags);
  }
  return note;
}

}  // namespace

bool is_address(std::string_view id) {
  if (id.size() > kMostIdLength || !(id.starts_with("https://") || id.starts_with("http://"))) return false;
  for (const char c : id) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\' || c == '\x7F')
      return false;
  }
  const auto host = outbox::host_of_address(id);
  return !host.empty() && host.front() != ':' && host.front() != '.';
}

Result<Activity> read_activity(std::string_view body) {
  if (body.size() > kMostActivity)
    return fail(Kind::kTooLarge, "too-large", "An activity may be 256 kB long at most.");
  const auto object = parse_object(body);
  if (!object) return std::unexpected(object.error());
  Activity activity{.id = address_of(*object, "id"),
                    .type = text_of(*object, "type", 64),
                    .actor = address_of(*object, "actor")};
  if (activity.type.empty()) return invalid("/type", "An activity has a type.");
  if (activity.id.empty()) return invalid("/id", "An activity has an id that is an http(s) address.");
  if (activity.actor.empty()) return invalid("/actor", "An activity has an actor, by its http(s) address.");
  const auto* inner = one(*object, "object");
  if (inner == nullptr) return activity;
  activity.object = address_of(*inner);
  if (!inner->is_object()) return activity;
  const auto& whole = inner->as_object();
  activity.object_type = text_of(whole, "type", 64);
  activity.inner_object = address_of(whole, "object");
  activity.inner_actor = address_of(whole, "actor");
  if (std::ranges::find(kSaid, activity.object_type) != kSaid.end()) activity.note = note_of(whole);
  return activity;
}

Result<ActorDocument> read_actor(std::string_view body) {
  if (body.size() > kMostActorDocument)
    return fail(Kind::kTooLarge, "too-large", "An actor's document may be 256 kB long at most.");
  const auto object = parse_object(body);
  if (!object) return std::unexpected(object.error());
  ActorDocument actor{.id = address_of(*object, "id"),
                      .username = line_of(text_of(*object, "preferredUsername", 1000), 200),
                      .url = address_of(*object, "url"),
                      .inbox = address_of(*object, "inbox")};
  if (actor.id.empty()) return invalid("/id", "An actor has an id that is an http(s) address.");
  actor.name = line_of(text_of(*object, "name", 1000), 200);
  if (actor.name.empty()) actor.name = actor.username;
  if (actor.url.empty()) actor.url = actor.id;
  if (const auto* endpoints = one(*object, "endpoints"); endpoints && endpoints->is_object())
    actor.shared_inbox = address_of(endpoints->as_object(), "sharedInbox");
  const auto* key = one(*object, "publicKey");
  const auto& holder = key != nullptr && key->is_object() ? key->as_object() : *object;
  actor.key_pem = text_of(holder, "publicKeyPem", 8 * 1024);
  if (!actor.key_pem.empty()) {
    actor.key_id = address_of(holder, "id");
    actor.key_owner = address_of(holder, "owner");
  }
  return actor;
}

}  // namespace nigiwai::social::fediverse

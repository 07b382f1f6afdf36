#include "social/fediverse/actors.h"

#include "base/time.h"
#include "media/pictures.h"
#include "outbox/deliveries.h"
#include "people/staff.h"
#include "shop/settings.h"
#include "social/fediverse/object.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::string_view kActors = "/fediverse/actors/";
constexpr std::string_view kNotes = "/fediverse/notes/";
constexpr std::string_view kPurpose = "fediverse key";

std::optional<std::string> below(const std::string& origin, std::string_view folder, std::string_view id) {
  if (!id.starts_with(origin)) return std::nullopt;
  id.remove_prefix(origin.size());
  if (!id.starts_with(folder)) return std::nullopt;
  id.remove_prefix(folder.size());
  if (!is_slug(id)) return std::nullopt;
  return std::string(id);
}

// Whoever stands in no show is nobody to the public, as on the page /staff/{handle}.
bool is_public(store::Database& db, const std::string& handle) {
  auto rows = db.query(
      "SELECT 1 FROM show_cast c JOIN show s ON s.id = c.show WHERE c.handle = ? AND s.state IN "
      "('scheduled', "
      "'live', 'archived') LIMIT 1",
      handle);
  return rows.next();
}

}  // namespace

std::optional<LocalActor> local_actor(store::Database& db, const std::string& name) {
  {
    auto rows = db.query("SELECT is_on FROM fediverse");
    if (!rows.next() || rows.integer(0) == 0) return std::nullopt;
  }
  const auto shop = shop::settings(db);
  if (name == kShopActor) {
    return LocalActor{.name = name,
                      .display = shop.name.empty() ? "nigiwai" : shop.name,
                      .page = "/",
                      .picture = "/icons/icon-512.png"};
  }
  const auto profile = people::profile_of(db, name);
  if (!profile || !is_public(db, name)) return std::nullopt;
  LocalActor actor{.name = name, .display = profile->name, .page = "/staff/" + name};
  actor.summary = profile->title;
  for (const auto& more : {shop.name, shop.disclosure}) {
    if (!more.empty()) actor.summary += (actor.summary.empty() ? "" : "・") + more;
  }
  if (!profile->picture.empty()) {
    const auto shown = media::picture_json(profile->picture);
    if (shown.is_object()) actor.picture = std::string(shown.at("url").as_string());
  }
  return actor;
}

std::vector<LocalActor> local_actors(store::Database& db) {
  std::vector<std::string> names{std::string(kShopActor)};
  {
    auto rows = db.query("SELECT DISTINCT handle FROM show_cast WHERE handle <> ? ORDER BY handle LIMIT ?",
                         kShopActor, people::kMostStaff);
    while (rows.next()) names.push_back(rows.text(0));
  }
  std::vector<LocalActor> actors;
  for (const auto& name : names)
    if (auto actor = local_actor(db, name)) actors.push_back(*std::move(actor));
  return actors;
}

std::string account_id(std::string_view actor) { return "fediverse-" + std::string(actor); }

std::string actor_id(const std::string& origin, std::string_view name, std::string_view below_it) {
  return origin + std::string(kActors) + std::string(name) + std::string(below_it);
}

std::optional<std::string> name_of_actor(const std::string& origin, std::string_view id) {
  return below(origin, kActors, id);
}

std::optional<std::string> name_of_resource(const std::string& origin, std::string_view resource) {
  if (resource.starts_with("acct:")) {
    resource.remove_prefix(5);
    if (resource.starts_with('@')) resource.remove_prefix(1);
    const auto at = resource.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    // Hosts are the same in any case.
    const auto host = outbox::host_of_address("https://" + std::string(resource.substr(at + 1)));
    if (host != authority_of(origin)) return std::nullopt;
    const auto name = resource.substr(0, at);
    return is_slug(name) ? std::optional(std::string(name)) : std::nullopt;
  }
  if (resource == origin || resource == origin + "/") return std::string(kShopActor);
  if (auto handle = below(origin, "/staff/", resource)) return handle;
  return name_of_actor(origin, resource);
}

std::string note_id(const std::string& origin, std::string_view note) {
  return origin + std::string(kNotes) + std::string(note);
}

std::optional<std::string> note_of_id(const std::string& origin, std::string_view id) {
  return below(origin, kNotes, id);
}

std::string authority_of(const std::string& origin) { return outbox::host_of_address(origin); }

std::optional<std::string> Keys::known_public(store::Database& db, const std::string& actor) {
  auto rows = db.query("SELECT public_pem FROM fediverse_key WHERE actor = ?", actor);
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

Result<KeyPair> Keys::of(const std::string& actor) {
  struct Kept {
    KeyPair pair{};
    bool opens = false;
  };
  const auto read = [&](store::Database& db) -> Kept {
    auto rows = db.query("SELECT public_pem, sealed FROM fediverse_key WHERE actor = ?", actor);
    if (!rows.next()) return {};
    const auto opened = parts_.secrets.unseal(rows.text(1), kPurpose, actor);
    return {.pair = {.public_pem = rows.text(0), .private_pem = opened.value_or("")},
            .opens = opened.has_value()};
  };
  auto kept = parts_.readers.read<Kept>([&](store::Database& db) -> Result<Kept> { return read(db); });
  if (!kept) return std::unexpected(kept.error());
  if (kept->opens) return kept->pair;
  const auto made = make_key_pair();
  if (!made) return made;
  const auto sealed = parts_.secrets.seal(made->private_pem, kPurpose, actor, parts_.random);
  return on_writer<
      KeyPair>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<KeyPair> {
    // Another thread may have been quicker.
    if (auto now = read(t.db()); now.opens) return now.pair;
    t.db().run(
        "INSERT INTO fediverse_key (actor, public_pem, sealed, made_at) VALUES (?, ?, ?, ?) ON CONFLICT "
        "(actor) DO "
        "UPDATE SET public_pem = excluded.public_pem, sealed = excluded.sealed, made_at = excluded.made_at",
        actor, made->public_pem, store::Blob{sealed}, to_ms(t.now()));
    return *made;
  });
}

}  // namespace nigiwai::social::fediverse

#include "base/time.h"
#include "people/staff.h"
#include "social/blocks/wall.h"
#include "social/recommending/cards.h"

namespace nigiwai::social {
namespace {

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object words_json(const SaidWords& words) {
  return {{"network", words.network}, {"author", words.author}, {"author_url", or_null(words.author_url)},
          {"text", words.text},       {"url", words.url},       {"at", to_rfc3339(words.at)}};
}

json::value card_or_null(store::Database& db, const std::string& product) {
  if (product.empty()) return nullptr;
  auto card = product_card(db, product);
  return card ? json::value(*std::move(card)) : json::value();
}

json::object person(store::Database& db, const std::string& handle) {
  const auto known = people::profile_of(db, handle);
  return {{"handle", handle}, {"name", known ? known->name : handle}};
}

}  // namespace

json::array shown_wall(store::Database& db, const std::vector<WallMention>& mentions) {
  json::array items;
  for (const auto& one : mentions) {
    if (items.size() == kMostWallShown) break;
    if (!on_wall(one)) continue;
    auto item = words_json(*one.words);
    item["product"] = card_or_null(db, one.product);
    item["to"] = item.at("product").is_null()
                     ? json::value()
                     : json::value(text_of({.what = Shared::kProduct, .id = one.product}));
    items.push_back(std::move(item));
  }
  return items;
}

json::object wall_json(store::Database& db, const WallMention& mention) {
  json::object item = mention.words ? words_json(*mention.words) : json::object{{"text", nullptr}};
  json::array notes;
  for (const auto& note : permission_notes(db, mention.position)) {
    notes.push_back({{"permission", to_text(note.permission)},
                     {"note", note.note},
                     {"by", person(db, note.by)},
                     {"at", to_rfc3339(note.at)}});
  }
  item["id"] = mention.id;
  item["source"] = to_text(mention.source);
  item["ref"] = mention.ref;
  item["product"] = card_or_null(db, mention.product);
  item["permission"] = to_text(mention.permission);
  item["changed"] = is_changed(mention);
  item["gone"] = !mention.words.has_value();
  item["shown"] = on_wall(mention);
  item["notes"] = std::move(notes);
  item["picked_by"] = person(db, mention.picked_by);
  item["picked_at"] = to_rfc3339(mention.picked_at);
  return item;
}

}  // namespace nigiwai::social

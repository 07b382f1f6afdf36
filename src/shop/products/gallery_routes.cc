#include "people/audit.h"
#include "shop/products/gallery.h"
#include "shop/products/products.h"
#include "shop/routes.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr const char* kGallerySchema =
    R"({"type":"object","properties":{"pictures":{"type":"array","items":{"type":"object","properties":{
  "id":{"type":"string"},"url":{"type":"string"},"small":{"type":"string"}}}}}})";

http::Response gallery_answer(const Result<Product>& product, int status = 200) {
  if (!product) return http::problem_response(product.error());
  return http::json_response(json::object{{"pictures", to_json(*product).at("pictures")}}, status);
}

void note(store::Transaction& transaction, const http::Caller& by, const std::string& product) {
  people::audit(transaction, by, "product.pictured", product);
}

}  // namespace

void Routes::add_gallery_routes(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner});
  router.add(
      {.method = "PUT",
       .path = "/api/products/{id}/picture",
       .access = planning,
       .handle = [this](http::Request& r) { return put_picture(r); },
       .summary = "Sets a product's first picture from the bytes of a JPEG, PNG or WebP file up to 10 MiB.",
       .answer = R"({"type":"object","properties":{"picture":{"type":"object"}}})",
       .max_body = media::kMostPictureBytes});
  router.add(
      {.method = "POST",
       .path = "/api/products/{id}/pictures",
       .access = planning,
       .handle = [this](http::Request& r) { return post_picture(r); },
       .summary = "Adds a picture after the others, at most 12, from the bytes of a JPEG, PNG or WebP file.",
       .answer = kGallerySchema,
       .max_body = media::kMostPictureBytes});
  router.add({.method = "PUT",
              .path = "/api/products/{id}/pictures",
              .access = planning,
              .handle = [this](http::Request& r) { return order_gallery(r); },
              .summary = "Orders a product's pictures by their ids; those not named follow as they stood.",
              .body = R"({"type":"object","required":["pictures"],"properties":{"pictures":{"type":"array",
  "maxItems":12,"items":{"type":"string"}}}})",
              .answer = kGallerySchema});
  router.add({.method = "DELETE",
              .path = "/api/products/{id}/pictures/{picture}",
              .access = planning,
              .handle = [this](http::Request& r) { return delete_picture(r); },
              .summary = "Takes a picture from a product and its variants.",
              .answer = kGallerySchema});
}

Routes::Answer Routes::put_picture(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto known = parts_.readers.read<Product>([&](store::Database& db) { return product(db, id); });
  if (!known) co_return http::problem_response(known.error());
  const auto encoded = co_await parts_.pictures.take_picture(std::move(request.body));
  if (!encoded) co_return http::problem_response(encoded.error());
  auto written = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                             [&](store::Transaction& t) -> Result<bool> {
                                               if (auto set = set_picture(t, id, encoded->hash); !set)
                                                 return std::unexpected(set.error());
                                               media::keep_picture(t, *encoded);
                                               note(t, request.caller, id);
                                               return true;
                                             });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(json::object{{"picture", media::picture_json(encoded->hash)}});
}

Routes::Answer Routes::post_picture(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto known = parts_.readers.read<Product>([&](store::Database& db) { return product(db, id); });
  if (!known) co_return http::problem_response(known.error());
  const auto encoded = co_await parts_.pictures.take_picture(std::move(request.body));
  if (!encoded) co_return http::problem_response(encoded.error());
  co_return gallery_answer(
      co_await store::write<Product>(parts_.writer, store::Lane::kStaff,
                                     [&](store::Transaction& t) -> Result<Product> {
                                       if (auto added = add_picture(t, id, encoded->hash); !added)
                                         return std::unexpected(added.error());
                                       media::keep_picture(t, *encoded);
                                       note(t, request.caller, id);
                                       return product(t.db(), id);
                                     }),
      201);
}

Routes::Answer Routes::order_gallery(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  if (!in.has("pictures")) in.wrong("pictures", "This is missing.");
  const auto hashes = in.optional_slugs("pictures", kMostPictures);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  co_return gallery_answer(co_await store::write<Product>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Product> {
        if (auto ordered = order_pictures(t, id, *hashes); !ordered) return std::unexpected(ordered.error());
        note(t, request.caller, id);
        return product(t.db(), id);
      }));
}

Routes::Answer Routes::delete_picture(http::Request& request) {
  const std::string id(request.parameter("id"));
  const std::string picture(request.parameter("picture"));
  co_return gallery_answer(co_await store::write<Product>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Product> {
        if (auto removed = remove_picture(t, id, picture); !removed) return std::unexpected(removed.error());
        note(t, request.caller, id);
        return product(t.db(), id);
      }));
}

}  // namespace nigiwai::shop

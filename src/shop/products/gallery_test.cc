#include "shop/products/gallery.h"

#include "shop/products/products.h"
#include "shop/test_support.h"

namespace nigiwai::shop {
namespace {

using Hashes = std::vector<std::string>;

class GalleryTest : public ShopTest {
 protected:
  void SetUp() override {
    ShopTest::SetUp();
    add_product("lip", 100, 0);
  }
  Result<void> done(Result<void> (*change)(store::Transaction&, const std::string&, const std::string&),
                    const std::string& hash, const std::string& id = "lip") {
    const auto changed = run<bool>([&](store::Transaction& t) -> Result<bool> {
      if (auto result = change(t, id, hash); !result) return std::unexpected(result.error());
      return true;
    });
    if (!changed) return std::unexpected(changed.error());
    return {};
  }
  Hashes now() { return product(*reader_, "lip")->pictures; }
};

TEST_F(GalleryTest, KeepsPicturesInOrderAndTheFirstStandsForTheProduct) {
  for (const auto* hash : {"a", "b", "c", "b"}) ASSERT_TRUE(done(add_picture, hash).has_value());
  EXPECT_EQ(now(), (Hashes{"a", "b", "c"}));
  EXPECT_EQ(product(*reader_, "lip")->picture, "a");
  ASSERT_TRUE(done(set_picture, "c").has_value());
  EXPECT_EQ(now(), (Hashes{"c", "b"}));
  ASSERT_TRUE(done(remove_picture, "c").has_value());
  EXPECT_EQ(product(*reader_, "lip")->picture, "b");
  EXPECT_EQ(done(remove_picture, "c").error().kind, Kind::kNotFound);
  EXPECT_EQ(done(add_picture, "a", "none").error().kind, Kind::kNotFound);
}

TEST_F(GalleryTest, OrderingLosesNothingThatSomebodyElseAdded) {
  for (const auto* hash : {"a", "b", "c"}) ASSERT_TRUE(done(add_picture, hash).has_value());
  const auto order = [&](const Hashes& hashes) {
    return run<bool>([&](store::Transaction& t) -> Result<bool> {
      if (auto result = order_pictures(t, "lip", hashes); !result) return std::unexpected(result.error());
      return true;
    });
  };
  ASSERT_TRUE(order({"c", "a"}).has_value());
  EXPECT_EQ(now(), (Hashes{"c", "a", "b"}));
  EXPECT_EQ(order({"c", "c"}).error().field, "/pictures/1");
  EXPECT_EQ(now(), (Hashes{"c", "a", "b"}));
}

TEST_F(GalleryTest, HasALimit) {
  for (std::size_t i = 0; i < kMostPictures; ++i) {
    ASSERT_TRUE(done(add_picture, "p" + std::to_string(i)).has_value());
  }
  EXPECT_EQ(done(add_picture, "more").error().kind, Kind::kTooMany);
}

TEST_F(GalleryTest, AVariantShowsOneOfTheProductsPicturesAndLosesItWithThem) {
  ASSERT_TRUE(done(add_picture, "a").has_value());
  const auto write = [&](const std::string& picture) {
    return run<Put>([&](store::Transaction& t) {
      return put(t, {.id = "lip",
                     .title = "Lip",
                     .subtitle = "",
                     .description = "",
                     .price = {100, "JPY"},
                     .picture = "",
                     .variants = {{.sku = "lip-01", .picture = picture}}});
    });
  };
  EXPECT_EQ(write("b").error().field, "/variants/0/picture");
  ASSERT_TRUE(write("a").has_value());
  EXPECT_EQ(product(*reader_, "lip")->variants.at(0).picture, "a");
  ASSERT_TRUE(done(remove_picture, "a").has_value());
  EXPECT_EQ(product(*reader_, "lip")->variants.at(0).picture, "");
}

}  // namespace
}  // namespace nigiwai::shop

#include "people/staff.h"

#include "people/people_test_support.h"

namespace nigiwai::people {
namespace {

class StaffTest : public ShopTest {
 protected:
  Result<Put> put(const Profile& profile) {
    return change<Result<Put>>([&](store::Transaction& t) { return put_profile(t, random_, profile); });
  }
};

TEST_F(StaffTest, ProfileIsAddedThenWrittenWhole) {
  const Profile minori{
      .handle = "minori", .name = "佐倉 みのり", .title = "美容部員", .role = http::Role::kPresenter};
  EXPECT_EQ(put(minori), Put::kAdded);
  EXPECT_EQ(put({.handle = "minori", .name = "佐倉", .title = "", .role = http::Role::kDirector}),
            Put::kChanged);
  const auto now = profile_of(*database_, "minori");
  ASSERT_TRUE(now.has_value());
  EXPECT_EQ(now->name, "佐倉");
  EXPECT_EQ(now->title, "");
  EXPECT_EQ(now->role, http::Role::kDirector);
  EXPECT_FALSE(has_owner(*database_));
}

TEST_F(StaffTest, PictureStaysWhenTheProfileIsWritten) {
  const Profile minori{.handle = "minori", .name = "佐倉", .title = "", .role = http::Role::kPresenter};
  EXPECT_EQ(put(minori), Put::kAdded);
  const auto set = [&](const std::string& handle) {
    return change<Result<void>>([&](store::Transaction& t) { return set_picture(t, handle, "abc"); });
  };
  EXPECT_TRUE(set("minori").has_value());
  EXPECT_EQ(put(minori), Put::kChanged);
  EXPECT_EQ(to_json(*profile_of(*database_, "minori")).at("picture"), media::picture_json("abc"));
  EXPECT_EQ(set("nobody").error().kind, Kind::kNotFound);
}

TEST_F(StaffTest, LastOwnerStaysOwner) {
  make_owner_of("one@example.com");
  // A profile that cannot sign in is no second owner.
  EXPECT_EQ(put({.handle = "paper", .name = "紙", .title = "", .role = http::Role::kOwner}), Put::kAdded);
  const Profile demoted{.handle = "owner", .name = "店主", .title = "", .role = http::Role::kAnalyst};
  const auto refused = put(demoted);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().field, "/role");
  EXPECT_TRUE(has_owner(*database_));
  make_owner_of("two@example.com");
  EXPECT_EQ(put(demoted), Put::kChanged);
  EXPECT_EQ(put({.handle = "owner-2", .name = "店主", .title = "", .role = http::Role::kAnalyst}).has_value(),
            false);
}

TEST_F(StaffTest, PagesInOrderOfHandle) {
  for (const char* handle : {"c", "a", "b"}) {
    EXPECT_EQ(put({.handle = handle, .name = handle, .title = "", .role = http::Role::kPlanner}),
              Put::kAdded);
  }
  const auto first = profiles_after(*database_, "", 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[1].handle, "b");
  const auto rest = profiles_after(*database_, "b", 2);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].handle, "c");
}

TEST_F(StaffTest, RefusesMoreProfilesThanItsLimit) {
  change<int>([&](store::Transaction& t) {
    for (std::int64_t i = 0; i < kMostStaff; ++i) {
      EXPECT_TRUE(
          put_profile(t, random_, {.handle = "s" + std::to_string(i), .name = "x", .title = ""}).has_value());
    }
    return 0;
  });
  EXPECT_EQ(put({.handle = "one-more", .name = "x", .title = ""}).error().kind, Kind::kConflict);
  EXPECT_EQ(put({.handle = "s1", .name = "y", .title = ""}), Put::kChanged);
}

}  // namespace
}  // namespace nigiwai::people

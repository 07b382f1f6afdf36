#include "social/audiences/audience.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::social {
namespace {

std::string wrong_in(const char* text) {
  const auto filter = read_filter(json::parse(text).as_object(), "/filter");
  return filter ? "" : filter.error().field;
}

TEST(AudienceFilter, IsReadAsItWasSaid) {
  const auto* text = R"({"saved": "lip", "not_ordered": "any", "watched": null, "level": "fan", "days": 30})";
  const auto filter = read_filter(json::parse(text).as_object());
  ASSERT_TRUE(filter) << filter.error().detail;
  EXPECT_EQ(filter->saved, "lip");
  EXPECT_EQ(filter->level, show::FanLevel::kFan);
  EXPECT_EQ(to_json(*filter),
            json::parse(R"({"saved":"lip","ordered":null,"not_ordered":"any","watched":null,"follows":null,
                            "level":"fan","campaign":null,"days":30})"));
  EXPECT_EQ(to_json(*read_filter(to_json(*filter))), to_json(*filter));
}

TEST(AudienceFilter, RefusesWhatFindsNobody) {
  EXPECT_EQ(wrong_in("{}"), "/filter/saved");
  EXPECT_EQ(wrong_in(R"({"not_ordered": "lip"})"), "/filter/saved") << "everybody else is no description";
  EXPECT_EQ(wrong_in(R"({"level": "king"})"), "/filter/level");
  EXPECT_EQ(wrong_in(R"({"saved": "lip", "days": 0})"), "/filter/days");
  EXPECT_EQ(wrong_in(R"({"follows": "mio", "days": 7})"), "/filter/days");
  EXPECT_EQ(wrong_in(R"({"saved": "lip", "name": "x"})"), "/filter/name");
  EXPECT_EQ(wrong_in(R"({"saved": "not a slug"})"), "/filter/saved");
}

TEST(AudiencePeople, AreThoseInAllListsAndNotInTheOther) {
  EXPECT_EQ(in_all({{"a", "b", "c", "d"}, {"b", "c", "d"}, {"a", "c", "d"}}, {"d"}), People{"c"});
  EXPECT_EQ(in_all({{"a", "b"}}, {}), (People{"a", "b"}));
  EXPECT_EQ(in_all({{"a"}, {}}, {}), People());
  EXPECT_EQ(in_all({}, {"a"}), People());
}

TEST(AudienceCount, TellsNoneBelowTheFewest) {
  EXPECT_TRUE(shown_count(0).is_null());
  EXPECT_TRUE(shown_count(kFewestPeople - 1).is_null());
  EXPECT_EQ(shown_count(kFewestPeople), json::value(10));
}

TEST(HashedAddress, IsAsAdNetworksTakeIt) {
  // SHA-256 of "test@example.com", as in Meta's and Google's own examples.
  constexpr const char* kHash = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
  EXPECT_EQ(hashed_address("test@example.com"), kHash);
  EXPECT_EQ(hashed_address("  Test@Example.COM\n"), kHash);
}

TEST(AudienceFile, HoldsNoMoreThanItsPurposeNeeds) {
  const std::vector<Contact> two{{"m2", "Zoe@example.com", "=ゆず", "en"},
                                 {"m1", "ai@example.com", "あい", "ja"}};
  EXPECT_EQ(csv_of(Purpose::kMailing, two),
            "email,name,language\r\nai@example.com,あい,ja\r\nzoe@example.com,'=ゆず,en\r\n");
  const auto ads = csv_of(Purpose::kAds, two);
  EXPECT_TRUE(ads.starts_with("email\r\n"));
  EXPECT_EQ(ads.find('@'), std::string::npos);
  EXPECT_NE(ads.find(hashed_address("ai@example.com")), std::string::npos);
  EXPECT_EQ(ads.size(), 7 + 2 * (64 + 2));
}

TEST(Purpose, HasANameAndAConsentOfItsOwn) {
  for (const auto purpose : kPurposes) EXPECT_EQ(purpose_of(to_text(purpose)), purpose);
  EXPECT_FALSE(purpose_of("sale"));
  EXPECT_EQ(consent_name(Purpose::kAds), "audience-ads");
}

}  // namespace
}  // namespace nigiwai::social

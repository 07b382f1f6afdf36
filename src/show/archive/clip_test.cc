#include "show/archive/clip.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::show {
namespace {

PinStretch pin(std::string product, std::int64_t at, std::optional<std::int64_t> until) {
  PinStretch stretch{std::move(product), Milliseconds(at), std::nullopt};
  if (until) stretch.until = Milliseconds(*until);
  return stretch;
}
ClipProposal proposal(std::string product, std::int64_t from, std::int64_t until) {
  return {std::move(product), Milliseconds(from), Milliseconds(until)};
}
using Proposals = std::vector<ClipProposal>;

TEST(ClipProposals, AreTheLongestTimeOfEachProduct) {
  const std::vector pins{pin("lip", 1'000, 9'000), pin("oil", 10'000, 30'000), pin("lip", 40'000, 90'000),
                         pin("brush", 90'000, 93'000)};
  EXPECT_EQ(propose_clips(pins, {}, Milliseconds(120'000), {}),
            (Proposals{proposal("oil", 10'000, 30'000), proposal("lip", 40'000, 90'000)}));
}

TEST(ClipProposals, AreNoLongerThanAMinuteAndEndWithTheShow) {
  EXPECT_EQ(propose_clips(std::vector{pin("lip", 1'000, 300'000)}, {}, Milliseconds(400'000), {}),
            (Proposals{proposal("lip", 1'000, 61'000)}));
  EXPECT_EQ(propose_clips(std::vector{pin("lip", 1'000, std::nullopt)}, {}, Milliseconds(20'000), {}),
            (Proposals{proposal("lip", 1'000, 20'000)}));
}

TEST(ClipProposals, LieWhereThereIsAPicture) {
  const std::vector<Gap> away{{Milliseconds(0), Milliseconds(5'000)},
                              {Milliseconds(12'000), Milliseconds(14'000)}};
  EXPECT_EQ(propose_clips(std::vector{pin("lip", 1'000, 40'000)}, away, Milliseconds(60'000), {}),
            (Proposals{proposal("lip", 14'000, 40'000)}));
}

TEST(ClipProposals, AreMadeOnce) {
  const std::vector<std::string> made{"lip"};
  EXPECT_TRUE(propose_clips(std::vector{pin("lip", 1'000, 40'000)}, {}, Milliseconds(60'000), made).empty());
}

TEST(NewClips, AreReadAndRefusedByField) {
  const auto read = [](const char* body) { return read_new_clip(json::parse(body).as_object()); };
  const auto clip =
      read(R"({"from": 1000, "until": 31000, "title": "塗りくらべ", "label": "広告", "product": "lip"})");
  ASSERT_TRUE(clip) << clip.error().detail;
  EXPECT_EQ(clip->form, ClipForm::kKeyFrames);
  EXPECT_TRUE(clip->shown);
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"from": 1000, "until": 1500, "title": "a", "label": "広告"})", "/until"},
      {R"({"from": 0, "until": 700000, "title": "a", "label": "広告"})", "/until"},
      {R"({"from": 0, "until": 200000, "title": "a", "label": "広告", "form": "vertical"})", "/until"},
      {R"({"from": 0, "until": 20000, "title": "a", "label": "広告", "form": "round"})", "/form"},
      {R"({"from": 0, "until": 20000, "title": "", "label": "広告"})", "/title"},
      {R"({"from": 0, "until": 20000, "title": "a"})", "/label"},
      {R"({"from": 0, "until": 20000, "title": "a", "label": "広告", "focus": 101})", "/focus"}};
  for (const auto& [body, field] : wrong) EXPECT_EQ(read(body).error().field, field) << body;
}

}  // namespace
}  // namespace nigiwai::show

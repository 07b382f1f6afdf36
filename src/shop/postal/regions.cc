#include "shop/postal/regions.h"

#include <algorithm>

namespace nigiwai::shop {
namespace {

constexpr std::array<std::string_view, 47> kPrefectures{
    "北海道", "青森県", "岩手県", "宮城県",   "秋田県", "山形県",   "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",   "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県",   "滋賀県", "京都府",   "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県",   "山口県", "徳島県",   "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県",   "宮崎県", "鹿児島県", "沖縄県"};

// The region of each, in the same order.
constexpr std::array<std::size_t, 47> kRegionOf{0, 1, 1, 2, 1, 2, 2, 3,  3,  3,  3,  3,  3,  3,  4, 5,
                                                5, 5, 3, 4, 6, 6, 6, 6,  7,  7,  7,  7,  7,  7,  8, 8,
                                                8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 11};

}  // namespace

std::span<const std::string_view> prefectures() { return kPrefectures; }

std::optional<std::size_t> region_of(std::string_view prefecture) {
  const auto found = std::find(kPrefectures.begin(), kPrefectures.end(), prefecture);
  if (found == kPrefectures.end()) return std::nullopt;
  return kRegionOf[static_cast<std::size_t>(found - kPrefectures.begin())];
}

std::optional<std::string_view> prefecture_of_address(std::string_view address) {
  for (const auto prefecture : kPrefectures) {
    if (address.starts_with(prefecture)) return prefecture;
  }
  return std::nullopt;
}

}  // namespace nigiwai::shop

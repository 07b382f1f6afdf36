// Mentions on a real database: counted once, counted anew for a new term, forgotten, erased, and their
// spikes.
#include "social/listening/mention_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "social/listening/mention_import.h"
#include "social/listening/mention_reading.h"
#include "social/listening/on_writer.h"
#include "social/listening/spike_watch.h"
#include "social/listening/trend.h"
#include "social/listening/migrations.h"

namespace nigiwai::social {
namespace {

const WallTime kNow = *from_rfc3339("2026-06-01T00:00:00Z");

class MentionStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("nigiwai-mentions-" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    auto database = store::Database::open(path(), store::Access::kReadWrite);
    ASSERT_TRUE(database);
    const std::span<const store::Migration> rooms[] = {mentions::migrations()};
    ASSERT_TRUE(store::migrate(**database, clock_, rooms));
    writer_ = std::make_unique<store::Writer>(*std::move(database), clock_);
    readers_ = std::make_unique<store::Readers>(path());
  }
  void TearDown() override {
    writer_.reset();
    readers_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return (folder_ / "mentions.db").string(); }

  template <class T>
  Result<T> write(std::function<Result<T>(store::Transaction&)> work) {
    return on_writer<T>(*writer_, store::Lane::kStaff, std::move(work));
  }
  std::int64_t term(const std::string& name, TermKind kind = TermKind::kShop) {
    const auto kept =
        write<Term>([&](store::Transaction& t) { return put_term(t, {.kind = kind, .name = name}); });
    recount();
    return kept->id;
  }
  void recount() {
    while (*write<bool>(recount_some)) {
    }
  }
  ImportReport import(const std::string& text) {
    std::istringstream in(text);
    ImportProgress progress;
    auto report = import_mentions(*writer_, *readers_, clock_, in, "x", progress);
    EXPECT_TRUE(report) << report.error().detail;
    return report.value_or(ImportReport{});
  }
  std::int64_t count(const std::string& sql) {
    return *readers_->read<std::int64_t>([&](store::Database& db) -> Result<std::int64_t> {
      auto rows = db.query(sql);
      return rows.next() ? rows.optional_integer(0).value_or(0) : 0;
    });
  }
  std::int64_t count_of(std::int64_t term) {
    return count("SELECT sum(count) FROM mention_day WHERE term = " + std::to_string(term));
  }

  std::filesystem::path folder_;
  ManualClock clock_{kNow};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
};

const std::string kFile =
    "id,at,author,text\n"
    "1,2026-05-01 10:00:00,sakura,月白の新色\n"
    "2,2026-05-01 10:01:00,yuzu,月白とAMIをくらべた\n"
    "3,2026-05-02 16:00:00,sakura,AMI\n"
    "4,someday,sakura,AMI\n";

TEST_F(MentionStoreTest, CountsAMentionOnceHoweverOftenItComes) {
  const auto shop = term("月白");
  const auto rival = term("AMI", TermKind::kRival);
  const auto first = import(kFile);
  EXPECT_EQ(first.fresh, 3u);
  EXPECT_EQ(first.refused_count, 1u);
  EXPECT_EQ(first.refused.at(0).line, 5u);
  const auto again = import(kFile);
  EXPECT_EQ(again.fresh, 0u);
  EXPECT_EQ(again.known, 3u);
  EXPECT_EQ(count_of(kAllMentions), 3);
  EXPECT_EQ(count_of(shop), 2);
  EXPECT_EQ(count_of(rival), 2);
  // 16:00 UTC is the next day in Japan.
  EXPECT_EQ(count("SELECT count FROM mention_day WHERE term = 0 AND day = " +
                  std::to_string(*read_day("2026-05-03"))),
            1);
}

TEST_F(MentionStoreTest, CountsANewTermOverWhatIsThereAsIfItHadAlwaysBeen) {
  import(kFile);
  const auto later = term("AMI", TermKind::kRival);
  const auto counted = count_of(later);
  ASSERT_TRUE(write<Term>([&](store::Transaction& t) {
    return put_term(t, {.id = later, .kind = TermKind::kRival, .name = "月白"});
  }));
  // What comes while it is counted anew is counted once.
  import("id,at,text\n9,2026-05-04 10:00:00,月白\n");
  recount();
  EXPECT_EQ(counted, 2);
  EXPECT_EQ(count_of(later), 3);
  EXPECT_EQ(count("SELECT sum(count) FROM mention_hour WHERE term = " + std::to_string(later)), 3);
  ASSERT_TRUE(write<int>([&](store::Transaction& t) -> Result<int> {
    if (auto done = remove_term(t, later); !done) return std::unexpected(done.error());
    return 0;
  }));
  EXPECT_EQ(count_of(later), 0);
}

TEST_F(MentionStoreTest, RefusesASecondTermOfAName) {
  term("月白");
  const auto second = write<Term>([&](store::Transaction& t) { return put_term(t, {.name = "月白"}); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, "name-taken");
}

TEST_F(MentionStoreTest, ForgetsWhatIsTooOldAndKeepsTheCounts) {
  import(kFile);
  ASSERT_TRUE(write<int>([](store::Transaction& t) -> Result<int> {
    set_kept_days(t, 30);
    return 0;
  }));
  while (*write<bool>(forget_some)) {
  }
  EXPECT_EQ(count("SELECT count(*) FROM mention"), 1);
  EXPECT_EQ(count_of(kAllMentions), 3);
  EXPECT_EQ(import(kFile).refused_count, 3u);
}

TEST_F(MentionStoreTest, ErasesAnAuthorForNowAndForLater) {
  import(kFile);
  const auto erased = write<Erased>([](store::Transaction& t) -> Result<Erased> {
    refuse_author(t, "x", "sakura");
    return erase_some(t, "x", "sakura", 0);
  });
  EXPECT_EQ(erased->mentions, 2);
  EXPECT_FALSE(erased->next);
  EXPECT_EQ(import("id,at,text\n1,2026-05-01 10:00:00,not told by whom\n").known, 1u);
  EXPECT_EQ(count("SELECT count(*) FROM mention WHERE author = 'sakura' OR text LIKE '%新色%'"), 0);
  EXPECT_EQ(count_of(kAllMentions), 3);
  const auto later = import("id,at,author,text\n7,2026-05-05 10:00:00,@sakura,また来た\n");
  EXPECT_EQ(later.fresh, 0u);
  EXPECT_EQ(later.known, 1u);
  // Nothing of it is left in the files either.
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    EXPECT_EQ(bytes.str().find("sakura"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.str().find("新色"), std::string::npos) << entry.path();
  }
}

TEST_F(MentionStoreTest, PagesThroughTheMentionsBehindAPoint) {
  const auto rival = term("AMI", TermKind::kRival);
  import(kFile);
  const auto page = [&](std::int64_t of, const std::string& cursor) {
    return *readers_->read<json::object>([&](store::Database& db) {
      return mentions_json(
          db, {.term = of, .from = kNow - std::chrono::days(60), .to = kNow, .cursor = cursor, .limit = 1});
    });
  };
  const auto first = page(rival, "");
  EXPECT_EQ(first.at("items").at(0).at("text"), "AMI");
  const auto second = page(rival, std::string(std::string_view(first.at("next").as_string())));
  EXPECT_EQ(second.at("items").at(0).at("author"), "yuzu");
  const auto end = page(rival, std::string(std::string_view(second.at("next").as_string())));
  EXPECT_TRUE(end.at("items").as_array().empty());
  EXPECT_TRUE(end.at("next").is_null());
}

// Half a dozen mentions an hour for ten days, and a hundred in ten minutes.
std::string busy(bool first_half, bool second_half) {
  std::string file = "id,at,author,text,followers\n";
  int id = 0;
  const auto start = kNow - std::chrono::days(12);
  const auto line = [&](WallTime at, const std::string& text) {
    ++id;
    const bool early = at < start + std::chrono::days(5);
    if (early ? first_half : second_half)
      file +=
          std::to_string(id) + "," + to_rfc3339(at) + ",u" + std::to_string(id % 50) + "," + text + ",10\n";
  };
  for (int each = 0; each < 10 * 24 * 6; ++each)
    line(start + each * std::chrono::minutes(10), "いつもの月白の話");
  for (int each = 0; each < 100; ++each)
    line(start + std::chrono::days(8) + std::chrono::minutes(30) + each * std::chrono::seconds(6),
         "再販きた");
  return file;
}

TEST_F(MentionStoreTest, FindsTheSameSpikesInWhateverOrderMentionsCome) {
  SpikeWatch watch(*writer_, *readers_, clock_);
  import(busy(false, true));
  ASSERT_TRUE(watch.look());
  import(busy(true, false));
  ASSERT_TRUE(watch.look());
  const auto spikes = "SELECT group_concat(bucket || ':' || score_milli) FROM spike WHERE term = 0";
  const auto text = [&] {
    return *readers_->read<std::string>([&](store::Database& db) -> Result<std::string> {
      auto rows = db.query(spikes);
      return rows.next() ? rows.optional_text(0).value_or("") : "";
    });
  };
  const auto late = text();
  EXPECT_EQ(count("SELECT count(*) FROM spike WHERE term = 0"), 1);
  // A watch that begins anew, as after a restart, finds the same.
  SpikeWatch other(*writer_, *readers_, clock_);
  ASSERT_TRUE(other.look());
  EXPECT_EQ(text(), late);
  const auto at = WallTime{count("SELECT bucket FROM spike WHERE term = 0") * kBucket};
  const auto told =
      *readers_->read<json::object>([&](store::Database& db) { return spike_json(db, kAllMentions, at); });
  EXPECT_GE(told.at("count").as_int64(), 100);
  EXPECT_EQ(told.at("words").at(0).at("word"), "再販");
}

}  // namespace
}  // namespace nigiwai::social

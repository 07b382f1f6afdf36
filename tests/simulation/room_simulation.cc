// Rooms with viewers whose connections stall, drop and return, seed by seed, in virtual time.
//
//   room_simulation [--seeds N] [--from SEED] [--plant event|frame]
//
// Each seed is a show with viewers and staff on two loops: viewers write, the director pins, readers stop
// reading for a while, break off and come back with the first seq they have not seen. It must hold that
//   1. the stretches of what a reader was given join without a gap, and every event in them that the reader
//   may see is
//      there, but for lines of viewers that are sampled, of which the frame says how many;
//   2. what was acknowledged to its sender stands in the journal, and reaches the sender;
//   3. in the end every reader who reads has all there is.
// --plant loses an event on its way into the room, or a frame on its way out, to see that the simulation
// notices.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>
#include <random>
#include <set>

#include "base/log.h"
#include "http/migrations.h"
#include "simulated_timers.h"
#include "simulated_wire.h"
#include "timeline/migrations.h"
#include "timeline/rooms.h"
#include "timeline/socket.h"

namespace nigiwai::simulation {
namespace {

using timeline::Audience;

enum class Plant { kNothing, kEvent, kFrame };

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void must(bool holds, const std::string& what) {
  if (!holds) throw Failure(what);
}

constexpr const char* kShow = "show";
constexpr int kViewers = 8;
constexpr int kRounds = 80;
constexpr std::size_t kLoops = 2;

struct OneSnapshot final : timeline::Snapshots {
  explicit OneSnapshot(store::Readers& readers) : readers_(readers) {}
  Result<json::object> snapshot(const std::string& show, const http::Caller&) override {
    return readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
      const auto times = timeline::times_of(db, show);
      if (!times) return std::unexpected(times.error());
      return json::object{{"seq", times->last_seq}};
    });
  }
  Result<json::object> moments(store::Database&, const std::string&, Milliseconds, Milliseconds,
                               const timeline::View&) override {
    return json::object{};
  }
  json::object sums(store::Database&, const std::string&) override { return {}; }
  json::object health(const std::string&) override { return {}; }

 private:
  store::Readers& readers_;
};

struct NoTokens final : http::Authenticator {
  Result<http::Caller> staff(const std::string&) override {
    return fail(Kind::kUnauthorized, "unauthorized", "Nobody.");
  }
  Result<http::Caller> viewer(const std::string&) override {
    return fail(Kind::kUnauthorized, "unauthorized", "Nobody.");
  }
};

// Passes on what is published, but for one event where that is planted.
struct Ears final : timeline::EventListener {
  void published(timeline::SharedEvent event) override {
    if (lose && event->kind == "product.pinned" && rooms != nullptr) {
      lose = false;
      return;
    }
    if (rooms != nullptr) rooms->published(std::move(event));
  }
  timeline::Rooms* rooms = nullptr;
  bool lose = false;
};

std::string masked(const std::string& text) {
  std::string frame{'\x81'};
  must(text.size() < 65536, "a message is small");
  if (text.size() < 126) {
    frame += static_cast<char>(0x80 | text.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(text.size() >> 8);
    frame += static_cast<char>(text.size() & 0xff);
  }
  return frame + std::string(4, '\0') + text;  // a mask of nothing
}

// One reader: what it was given, and whether that joins.
class Reader {
 public:
  Reader(http::Caller caller, std::size_t loop) : caller_(std::move(caller)), loop_(loop) {}

  void connect(timeline::Rooms& rooms) {
    line_ = std::make_shared<Line>();
    received_.clear();
    rooms.seat(loop_, std::make_unique<SimulatedWire>(line_),
               {.show = kShow, .caller = caller_, .from = next_});
  }
  bool connected() const { return line_ && !line_->broken; }
  void break_off() {
    if (!line_) return;
    line_->broken = true;
    line_->wake();
    line_.reset();
  }
  void send(const std::string& text) {
    line_->from_viewer += masked(text);
    line_->wake();
  }
  // Reads what has come, up to so many bytes, and lets the server write again. Loses the next frame of events
  // where asked for, and then asks no more.
  void read(std::size_t most, bool& lose_a_frame) {
    if (!line_) return;
    const auto taken = std::min(most, line_->to_viewer.size());
    received_ += line_->to_viewer.substr(0, taken);
    line_->to_viewer.erase(0, taken);
    while (take_frame(lose_a_frame)) {
    }
    line_->wake();
  }

  // Whether it reads nothing for now: for longer than the server keeps ticks for it, from when it falls
  // asleep.
  bool sleeps(bool falls_asleep) {
    if (falls_asleep && asleep_ == 0) asleep_ = static_cast<int>(timeline::kMostQueuedFrames) + 8;
    return asleep_ > 0 && --asleep_ > 0;
  }

  const http::Caller& caller() const { return caller_; }
  std::int64_t next() const { return next_; }
  // By seq, since the last snapshot; lines that frames left out are counted by stretch.
  struct Stretch {
    std::int64_t from = 0, to = 0, left_out = 0;
    std::set<std::int64_t> seqs;
  };
  const std::vector<Stretch>& stretches() const { return stretches_; }
  std::map<std::string, std::int64_t> acknowledged;  // by key
  std::map<std::string, bool> waiting;               // keys that were sent

 private:
  bool take_frame(bool& lose) {
    if (received_.size() < 2) return false;
    std::size_t head = 2;
    std::uint64_t size = static_cast<std::uint8_t>(received_[1]);
    if (size >= 126) {
      const std::size_t wide = size == 126 ? 2 : 8;
      if (received_.size() < head + wide) return false;
      size = 0;
      for (std::size_t i = 0; i < wide; ++i)
        size = size << 8 | static_cast<std::uint8_t>(received_[head + i]);
      head += wide;
    }
    if (received_.size() < head + size) return false;
    const auto opcode = received_[0] & 0x0f;
    const auto text = received_.substr(head, static_cast<std::size_t>(size));
    received_.erase(0, head + static_cast<std::size_t>(size));
    if (opcode == 8) {
      line_->broken = true;
    } else if (opcode == 1) {
      const auto message = json::parse(text).as_object();
      if (!lose || !message.contains("events")) {
        hear(message);
      } else {
        lose = false;
      }
    }
    return true;
  }

  void hear(const json::object& message) {
    if (const auto* key = message.if_contains("re")) {
      if (const auto* ok = message.if_contains("ok")) {
        acknowledged[std::string(key->as_string())] = ok->at("seq").as_int64();
      }
      waiting.erase(std::string(key->as_string()));
      return;
    }
    const auto from = message.at("from").as_int64(), to = message.at("to").as_int64();
    if (const auto* snapshot = message.if_contains("snapshot")) {
      next_ = std::max(snapshot->at("seq").as_int64(), to) + 1;
      return;
    }
    must(next_ == 0 || from <= next_,
         fmt::format("{} was given {} to {} after {}", caller_.id, from, to, next_ - 1));
    Stretch stretch{.from = from, .to = to, .seqs = {}};
    if (const auto* left_out = message.if_contains("left_out")) stretch.left_out = left_out->as_int64();
    for (const auto& event : message.at("events").as_array()) stretch.seqs.insert(event.at("seq").as_int64());
    if (next_ > 0) stretches_.push_back(std::move(stretch));
    next_ = std::max(next_, to + 1);
  }

  http::Caller caller_;
  std::size_t loop_;
  std::shared_ptr<Line> line_;
  std::string received_;
  std::int64_t next_ = 0;
  int asleep_ = 0;  // rounds
  std::vector<Stretch> stretches_;
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, Plant plant)
      : random_(seed), ids_(seed), plant_(plant), path_(fmt::format("/room-{}", seed)) {
    auto opened = store::Database::open(path_, store::Access::kReadWrite, "memdb");
    must(opened.has_value(), "the database opens");
    const std::span<const store::Migration> schemas[] = {http::migrations(), timeline::migrations()};
    must(store::migrate(**opened, clock_, schemas).has_value(), "the schema is made");
    database_ = opened->get();
    core_ = std::make_unique<store::WriterCore>(*std::move(opened), clock_);
    readers_ = std::make_unique<store::Readers>(path_, "memdb");
    snapshots_ = std::make_unique<OneSnapshot>(*readers_);
    rooms_ = std::make_unique<timeline::Rooms>(loops_, *readers_, clock_, ids_,
                                               timeline::RoomOptions{.timers = timers_.timers()});
    ears_.rooms = rooms_.get();
    commands_ = std::make_unique<timeline::Commands>(*core_, journal_, limits_);
    add("chat.post", "chat.posted", http::Access::somebody());
    add("product.pin", "product.pinned", http::Access::staff());
    rooms_->wire(*commands_, *snapshots_, tokens_, "secret");
    rooms_->set_readable_lines(chance(2) ? 0 : 5);
  }
  ~Simulation() {
    rooms_->stop();
    settle();
  }

  void run() {
    begin();
    const auto planted = static_cast<int>(random_() % (kRounds / 2)) + kRounds / 4;
    for (int round = 0; round < kRounds; ++round) {
      if (round == planted) {
        ears_.lose = plant_ == Plant::kEvent;
        lose_a_frame_ = plant_ == Plant::kFrame;
      }
      for (auto& reader : readers_of_room_) act(*reader);
      settle();
      timers_.advance(Milliseconds(random_() % 150));
      settle();
      for (auto& reader : readers_of_room_) {
        if (reader->sleeps(chance(150))) continue;
        if (!chance(4)) reader->read(random_() % 3 == 0 ? random_() % 600 : 1'000'000, lose_a_frame_);
      }
      settle();
    }
    finish();
    check();
  }

 private:
  bool chance(std::uint64_t one_in) { return random_() % one_in == 0; }

  void add(const std::string& name, const std::string& kind, http::Access access) {
    commands_->add(name,
                   {.access = access,
                    .rate = {"all", 1'000'000, Milliseconds(1)},
                    .check = [](Fields& data) { data.text("text", {.least = 1, .most = 100}); },
                    .decide = [kind](store::Transaction&, const timeline::Command& command,
                                     const timeline::ShowTimes&, Milliseconds) -> Result<timeline::NewEvent> {
                      const auto* text = command.data.if_contains("text");
                      return timeline::NewEvent{
                          .kind = kind, .text = text == nullptr ? "" : std::string(text->as_string())};
                    }});
  }

  void settle() {
    for (bool more = true; more;) {
      more = core_->step();
      more = loops_.turn() || more;
    }
  }

  void begin() {
    store::Batch<int, int> setup(
        *core_, store::Lane::kStaff, [&](store::Transaction& t, std::span<const int* const> all) {
          journal_.open(t, kShow);
          journal_.begin(t, kShow, {.role = http::Role::kOwner, .id = "s", .name = "岡", .handle = "oka"});
          return std::vector<Result<int>>(all.size(), 0);
        });
    setup.submit(0, [](Result<int> r) { must(r.has_value(), "the show begins"); });
    settle();
    for (int i = 0; i < kViewers; ++i) {
      const http::Caller caller =
          i == 0 ? http::Caller{.role = http::Role::kDirector, .id = "d", .name = "芽衣", .handle = "mei"}
                 : http::Caller{.role = http::Role::kViewer, .id = fmt::format("v{}", i), .name = "客"};
      readers_of_room_.push_back(std::make_unique<Reader>(caller, random_() % kLoops));
      readers_of_room_.back()->connect(*rooms_);
    }
    settle();
    for (auto& reader : readers_of_room_) reader->read(1'000'000, lose_a_frame_);
  }

  void act(Reader& reader) {
    if (!reader.connected()) {
      reader.break_off();
      if (chance(3)) reader.connect(*rooms_);
      return;
    }
    if (chance(25)) return reader.break_off();
    const bool staff = reader.caller().is_staff();
    for (auto n = random_() % 4; n > 0; --n) {
      const auto key = fmt::format("k{}", ++keys_);
      reader.waiting[key] = true;
      reader.send(json::serialize(json::object{{"do", staff && chance(2) ? "product.pin" : "chat.post"},
                                               {"key", key},
                                               {"data", {{"text", fmt::format("行 {}", keys_)}}}}));
    }
  }

  // Everybody comes back and reads to the end.
  void finish() {
    for (int i = 0; i < 40; ++i) {
      for (auto& reader : readers_of_room_) {
        if (!reader->connected()) {
          reader->break_off();
          reader->connect(*rooms_);
        }
      }
      settle();
      for (auto& reader : readers_of_room_) reader->read(1'000'000, lose_a_frame_);
      settle();
      timers_.advance(Milliseconds(200));
      settle();
    }
  }

  void check() {
    std::map<std::int64_t, timeline::Event> all;
    auto rows = timeline::events_from(*database_, kShow, 1, timeline::kMostInPage, {.staff = true});
    std::int64_t last = 0;
    while (!rows.events.empty()) {
      for (auto& event : rows.events) {
        must(event.seq == last + 1, fmt::format("seq goes from {} to {}", last, event.seq));
        last = event.seq;
        all.emplace(event.seq, std::move(event));
      }
      rows = timeline::events_from(*database_, kShow, last + 1, timeline::kMostInPage, {.staff = true});
    }
    must(all.size() > kRounds, fmt::format("only {} things happened", all.size()));
    events += all.size();
    for (const auto& reader : readers_of_room_) {
      const auto& id = reader->caller().id;
      must(reader->next() == last + 1,
           fmt::format("{} has all up to {} of {}", id, reader->next() - 1, last));
      for (const auto& stretch : reader->stretches()) {
        std::int64_t missing_lines = 0;
        for (auto seq = stretch.from; seq <= stretch.to; ++seq) {
          if (stretch.seqs.contains(seq)) continue;
          const auto& event = all.at(seq);
          const bool line = event.kind == "chat.posted" && event.by_role == "viewer" && event.by_id != id;
          must(line && !reader->caller().is_staff(),
               fmt::format("{} was not given {} {}", id, event.kind, seq));
          ++missing_lines;
        }
        must(missing_lines <= stretch.left_out,
             fmt::format("{} lacks {} lines of {} to {}, of which {} were said to be left out", id,
                         missing_lines, stretch.from, stretch.to, stretch.left_out));
      }
      for (const auto& [key, seq] : reader->acknowledged) {
        must(all.contains(seq), fmt::format("what was acknowledged to {} as {} is not there", id, seq));
      }
    }
  }

 public:
  std::size_t events = 0;

 private:
  std::mt19937_64 random_;
  SeededRandom ids_;
  Plant plant_;
  std::string path_;
  ManualClock clock_;
  SimulatedTimers timers_{clock_};
  Loops loops_{kLoops, Loops::Threads::kNone};
  Ears ears_;
  timeline::Journal journal_{ears_};
  http::RateLimits limits_{clock_};
  NoTokens tokens_;
  store::Database* database_ = nullptr;
  std::unique_ptr<store::WriterCore> core_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<OneSnapshot> snapshots_;
  std::unique_ptr<timeline::Rooms> rooms_;
  std::unique_ptr<timeline::Commands> commands_;
  std::vector<std::unique_ptr<Reader>> readers_of_room_;
  bool lose_a_frame_ = false;
  int keys_ = 0;
};

}  // namespace
}  // namespace nigiwai::simulation

int main(int argc, char** argv) {
  using namespace nigiwai::simulation;
  std::uint64_t seeds = 1000, from = 1;
  auto plant = Plant::kNothing;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seeds") == 0) seeds = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--from") == 0) from = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--plant") == 0)
      plant = std::strcmp(argv[i + 1], "frame") == 0 ? Plant::kFrame : Plant::kEvent;
  }
  nigiwai::set_log_level(nigiwai::LogLevel::kError);
  std::size_t events = 0;
  for (auto seed = from; seed < from + seeds; ++seed) {
    try {
      Simulation simulation(seed, plant);
      simulation.run();
      events += simulation.events;
    } catch (const std::exception& broken) {
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), broken.what());
      std::printf("repeat it with: room_simulation --from %llu --seeds 1\n",
                  static_cast<unsigned long long>(seed));
      return 1;
    }
  }
  std::printf("%llu seeds, %zu events found by all\n", static_cast<unsigned long long>(seeds), events);
  return 0;
}

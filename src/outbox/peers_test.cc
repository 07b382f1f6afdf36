#include "outbox/peers.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace nigiwai::outbox {
namespace {

using boost::asio::ip::tcp;

// Answers one connection after the other with what it was given, and keeps what it was asked.
class Peer {
 public:
  explicit Peer(std::vector<std::string> answers)
      : acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}), answers_(std::move(answers)) {
    thread_ = std::thread([this] {
      for (const auto& answer : answers_) {
        tcp::socket socket(context_);
        boost::system::error_code error;
        acceptor_.accept(socket, error);
        if (error) return;
        boost::asio::streambuf asked;
        boost::asio::read_until(socket, asked, "\r\n\r\n", error);
        asked_.emplace_back(static_cast<const char*>(asked.data().data()), asked.size());
        boost::asio::write(socket, boost::asio::buffer(answer), error);
      }
    });
  }
  ~Peer() {
    // Whoever still waits to be asked is let go.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    thread_.join();
  }
  std::string place() const { return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_;
  std::vector<std::string> answers_, asked_;
  std::thread thread_;
};

std::string answer(std::string_view body, std::string_view more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
         "Connection: close\r\n\r\n" + std::string(body);
}

TEST(Peers, AskAndAreAnswered) {
  Peer peer({answer("hello", "X-Answer: yes\r\n")});
  const auto peers = open_peers({.user_agent = "nigiwai/test", .private_peers = {peer.place()}});
  const auto got = peers->ask({.method = "POST",
                               .url = "http://" + peer.place() + "/inbox?a=1",
                               .headers = {{"Signature", "abc"}},
                               .body = "{}"});
  ASSERT_TRUE(got) << got.error().detail;
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "hello");
  EXPECT_EQ(got->header("x-ANSWER"), "yes");
  EXPECT_TRUE(peer.asked().at(0).starts_with("POST /inbox?a=1 HTTP/1.1\r\n")) << peer.asked().at(0);
  EXPECT_NE(peer.asked().at(0).find("Signature: abc\r\n"), std::string::npos);
  EXPECT_NE(peer.asked().at(0).find("User-Agent: nigiwai/test\r\n"), std::string::npos);
}

TEST(Peers, RefuseOurOwnNetwork) {
  Peer peer({});
  const auto peers = open_peers({});
  const auto port = peer.place().substr(peer.place().find(':'));
  for (const auto* host :
       {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"}) {
    const auto got = peers->ask({.url = std::string("https://") + host + port});
    ASSERT_FALSE(got) << host;
    EXPECT_EQ(got.error().type, "peer-forbidden") << host << ": " << got.error().detail;
  }
}

TEST(Peers, RefuseWhatIsNoAddressOfAnotherServer) {
  const auto peers = open_peers({});
  for (const auto* url :
       {"", "ftp://shop.example/", "http://shop.example/", "https://user:word@shop.example/",
        "file:///etc/passwd", "https://", "gopher://shop.example"}) {
    const auto got = peers->ask({.url = url});
    ASSERT_FALSE(got) << url;
    EXPECT_EQ(got.error().field, "url") << url;
  }
  const auto header = peers->ask({.url = "https://shop.example", .headers = {{"A", "b\r\nC: d"}}});
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().field, "headers");
}

TEST(Peers, HoldEachRedirectToTheSameRules) {
  Peer away({"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/secret\r\nConnection: close\r\n\r\n"});
  const auto peers = open_peers({.private_peers = {away.place()}});
  const auto got = peers->ask({.url = "http://" + away.place(), .redirects = 3});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().type, "peer-forbidden");
}

TEST(Peers, FollowNoMoreRedirectsThanTheyWereTold) {
  const std::string again = "HTTP/1.1 302 Found\r\nLocation: /again\r\nConnection: close\r\n\r\n";
  Peer loop({again, again, again});
  const auto peers = open_peers({.private_peers = {loop.place()}});
  const auto got = peers->ask({.url = "http://" + loop.place(), .redirects = 2});
  ASSERT_TRUE(got) << got.error().detail;
  EXPECT_EQ(got->status, 302);
  EXPECT_EQ(loop.asked().size(), 3U);
}

TEST(Peers, EndAnAnswerThatIsTooLong) {
  Peer peer({answer(std::string(5000, 'x'))});
  const auto peers = open_peers({.private_peers = {peer.place()}});
  const auto got = peers->ask({.url = "http://" + peer.place(), .most_bytes = 1000});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, Kind::kTooLarge);
}

TEST(Peers, SayThatNobodyAnswered) {
  const auto peers = open_peers({.private_peers = {"127.0.0.1:1"}});
  const auto got = peers->ask({.url = "http://127.0.0.1:1/"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().type, "peer-away");
}

}  // namespace
}  // namespace nigiwai::outbox

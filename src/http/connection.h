// A connection that leaves HTTP for something that stays open. Costs all of Asio to include: rooms only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

namespace nigiwai::http {

struct TakenConnection {
  boost::asio::ip::tcp::socket socket;  // non-blocking, on the loop it was accepted on
  std::string read_already;             // bytes that came behind the request
  std::size_t loop;                     // which of the server's loops that is
};

}  // namespace nigiwai::http

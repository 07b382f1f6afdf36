// The one place that names the network library's coroutine types, so that a header which only passes them on
// does not pay for all of Asio.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace nigiwai {

namespace asio = boost::asio;

template <class T>
using Task = asio::awaitable<T>;
using Executor = asio::any_io_executor;

}  // namespace nigiwai

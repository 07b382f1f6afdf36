// What each room of the house keeps about a person: for the export of one's own data, and for erasing it.
//
// A room that adds a table with a name, an address, a mail address or words of somebody adds a Holding to the
// list in server/holdings.cc; the contract test tests/contract/erasure.ts searches the whole data folder.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "people/members.h"

namespace nigiwai::people {

namespace json = boost::json;

struct Holding {
  std::string name{};  // of its member in the export: "orders", "chat"
  // All that is kept, readable for the person themselves.
  std::function<boost::json::value(store::Database&, const Person&)> all{};
  // Takes everything that says who the person is or what they wrote, and leaves every count as it is.
  std::function<void(store::Transaction&, const Person&)> erase{};
  // Adds to the person what only this room knows: the ids and addresses of their orders.
  std::function<void(store::Database&, Person&)> complete{};
};
using Holdings = std::vector<Holding>;

// The person behind a viewer, with what the rooms add.
Person whole_person(store::Database& db, const Holdings& holdings, const std::string& viewer);
// The person of a mail address: a member, the viewers who ordered with it, their orders.
Person person_of_address(store::Database& db, const Holdings& holdings, const std::string& email);

// GET /api/me/export.
boost::json::object export_of(store::Database& db, const Holdings& holdings, const Person& person);

// Erases the person everywhere. What remains on the disk's free pages goes with the next compaction. The
// caches and sockets are the caller's to tell (People::note_gone).
void erase(store::Transaction& transaction, const Holdings& holdings, const Person& person,
           const http::Caller& by);

}  // namespace nigiwai::people

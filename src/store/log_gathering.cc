#include "store/log_gathering.h"

#include <sqlite3.h>

#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include "base/check.h"

namespace nigiwai::store {
namespace {

struct Vfs : sqlite3_vfs {
  sqlite3_vfs* base;
  std::string name;
};

// The log; the base's own file stands behind it in the memory that SQLite gives, which is aligned to 8 bytes.
struct Log : sqlite3_file {
  sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  std::string gathered{};
  sqlite3_int64 offset = 0;  // of gathered, in the file
};

static_assert(alignof(Log) <= 8);

Log& log_of(sqlite3_file* file) { return *static_cast<Log*>(file); }

// What fails is not tried again: its commit is answered with the failure, and the next begins in its place.
int hand_over(Log& log) {
  if (log.gathered.empty()) return SQLITE_OK;
  auto* base = log.base();
  const int code =
      base->pMethods->xWrite(base, log.gathered.data(), static_cast<int>(log.gathered.size()), log.offset);
  log.gathered.clear();
  return code;
}

int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& log = log_of(file);
  const auto end = log.offset + static_cast<sqlite3_int64>(log.gathered.size());
  if (offset != end || log.gathered.size() + static_cast<std::size_t>(size) > kMostGathered) {
    if (const int code = hand_over(log); code != SQLITE_OK) return code;
    log.offset = offset;
  }
  log.gathered.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

// Anything else finds the file as it was written.
template <auto Method, class... Arguments>
int after_all(sqlite3_file* file, Arguments... arguments) {
  auto& log = log_of(file);
  if (const int code = hand_over(log); code != SQLITE_OK) return code;
  return (log.base()->pMethods->*Method)(log.base(), arguments...);
}

template <auto Method, class... Arguments>
int at_once(sqlite3_file* file, Arguments... arguments) {
  auto* base = log_of(file).base();
  return (base->pMethods->*Method)(base, arguments...);
}

int close_log(sqlite3_file* file) {
  auto& log = log_of(file);
  const int kept = hand_over(log);
  const int code = log.base()->pMethods->xClose(log.base());
  log.~Log();
  return kept != SQLITE_OK ? kept : code;
}

using Methods = sqlite3_io_methods;
constexpr Methods kLogMethods{
    .iVersion = 1,
    .xClose = close_log,
    .xRead = after_all<&Methods::xRead>,
    .xWrite = write_log,
    .xTruncate = after_all<&Methods::xTruncate>,
    .xSync = after_all<&Methods::xSync>,
    .xFileSize = after_all<&Methods::xFileSize>,
    .xLock = at_once<&Methods::xLock>,
    .xUnlock = at_once<&Methods::xUnlock>,
    .xCheckReservedLock = at_once<&Methods::xCheckReservedLock>,
    .xFileControl = after_all<&Methods::xFileControl>,
    .xSectorSize = at_once<&Methods::xSectorSize>,
    .xDeviceCharacteristics = at_once<&Methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,  // what follows is asked of a database, never of its log
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* base = static_cast<Vfs*>(vfs)->base;
  if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, name, file, flags, out_flags);
  auto* log = new (file) Log{};
  const int code = base->xOpen(base, name, log->base(), flags, out_flags);
  if (code == SQLITE_OK) {
    log->pMethods = &kLogMethods;
  } else {
    log->~Log();
    file->pMethods = nullptr;
  }
  return code;
}

}  // namespace

const char* gathering_vfs(const char* base_name) {
  static std::mutex mutex;
  static std::map<sqlite3_vfs*, std::unique_ptr<Vfs>> all;
  const std::scoped_lock lock(mutex);
  auto* base = sqlite3_vfs_find(base_name);
  CHECK(base != nullptr, "a disk is registered before it is opened");
  auto& vfs = all[base];
  if (!vfs) {
    vfs = std::make_unique<Vfs>(Vfs{*base, base, std::string("gathering-") + base->zName});
    vfs->pNext = nullptr;
    vfs->zName = vfs->name.c_str();
    vfs->szOsFile = static_cast<int>(sizeof(Log)) + base->szOsFile;
    vfs->xOpen = open_file;
    sqlite3_vfs_register(vfs.get(), 0);
  }
  // A simulated disk begins anew under its name.
  if (vfs->pAppData != base->pAppData) vfs->pAppData = base->pAppData;
  return vfs->zName;
}

}  // namespace nigiwai::store

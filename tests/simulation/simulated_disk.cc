#include "simulated_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace nigiwai::simulation {
namespace {

// A sector is written whole or not at all.
constexpr std::size_t kSector = 512;

struct Handle {
  sqlite3_file base;
  SimulatedDisk* disk;
  std::shared_ptr<SimulatedDisk::File>* file;
  char* name;
};

Handle* handle(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
SimulatedDisk* disk_of(sqlite3_vfs* vfs) { return static_cast<SimulatedDisk*>(vfs->pAppData); }

void put_bytes(std::string& content, const SimulatedDisk::Write& write) {
  if (write.truncate >= 0) {
    content.resize(static_cast<std::size_t>(write.truncate));
    return;
  }
  const auto end = static_cast<std::size_t>(write.offset) + write.bytes.size();
  if (content.size() < end) content.resize(end);
  content.replace(static_cast<std::size_t>(write.offset), write.bytes.size(), write.bytes);
}

int close_file(sqlite3_file* file) {
  delete handle(file)->file;
  delete[] handle(file)->name;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  if (handle(file)->disk->is_dead()) return SQLITE_IOERR_READ;
  const auto& content = (*handle(file)->file)->now;
  std::memset(into, 0, static_cast<std::size_t>(size));
  if (static_cast<std::size_t>(offset) >= content.size()) return SQLITE_IOERR_SHORT_READ;
  const auto got =
      std::min(static_cast<std::size_t>(size), content.size() - static_cast<std::size_t>(offset));
  std::memcpy(into, content.data() + offset, got);
  return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& disk = *handle(file)->disk;
  if (!disk.alive()) return SQLITE_IOERR_WRITE;
  auto& into = **handle(file)->file;
  const auto grows = offset + size - static_cast<std::int64_t>(into.now.size());
  if (grows > 0 && !disk.fits(grows)) return SQLITE_FULL;
  SimulatedDisk::Write write{
      offset, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)), -1};
  put_bytes(into.now, write);
  into.unsynced.push_back(std::move(write));
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (!handle(file)->disk->alive()) return SQLITE_IOERR_TRUNCATE;
  auto& into = **handle(file)->file;
  SimulatedDisk::Write write{0, "", size};
  put_bytes(into.now, write);
  into.unsynced.push_back(std::move(write));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  if (!handle(file)->disk->alive()) return SQLITE_IOERR_FSYNC;
  auto& into = **handle(file)->file;
  for (const auto& write : into.unsynced) put_bytes(into.durable, write);
  into.unsynced.clear();
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>((*handle(file)->file)->now.size());
  return SQLITE_OK;
}

int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int nobody_locks(sqlite3_file*, int* reserved) { return *reserved = 0, SQLITE_OK; }
int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector(sqlite3_file*) { return kSector; }
int no_characteristics(sqlite3_file*) { return 0; }

int map_memory(sqlite3_file* file, int region, int size, int extend, void volatile** into) {
  auto& regions = handle(file)->disk->shared_memory[handle(file)->name];
  while (extend != 0 && regions.size() <= static_cast<std::size_t>(region)) {
    regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  }
  *into = regions.size() > static_cast<std::size_t>(region) ? regions[static_cast<std::size_t>(region)].get()
                                                            : nullptr;
  return SQLITE_OK;
}
int lock_memory(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void no_barrier(sqlite3_file*) {}
int unmap_memory(sqlite3_file* file, int) {
  handle(file)->disk->shared_memory.erase(handle(file)->name);
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods{
    2,           close_file, read_file,    write_file, truncate_file, sync_file,          size_of_file,
    no_lock,     no_lock,    nobody_locks, no_control, sector,        no_characteristics, map_memory,
    lock_memory, no_barrier, unmap_memory, nullptr,    nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& disk = *disk_of(vfs);
  if (disk.is_dead()) return SQLITE_CANTOPEN;
  const std::string path = name == nullptr ? "temporary" + std::to_string(disk.files.size()) : name;
  auto& stored = disk.files[path];
  if (!stored) stored = std::make_shared<SimulatedDisk::File>();
  auto* opened = handle(file);
  opened->base.pMethods = &kMethods;
  opened->disk = &disk;
  opened->file = new std::shared_ptr<SimulatedDisk::File>(stored);
  opened->name = new char[path.size() + 1];
  std::memcpy(opened->name, path.c_str(), path.size() + 1);
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int) {
  if (!disk_of(vfs)->alive()) return SQLITE_IOERR_DELETE;
  disk_of(vfs)->files.erase(name);
  return SQLITE_OK;
}

int is_there(sqlite3_vfs* vfs, const char* name, int, int* there) {
  const auto found = disk_of(vfs)->files.find(name);
  *there = found != disk_of(vfs)->files.end() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* into) {
  sqlite3_snprintf(size, into, "%s", name);
  return SQLITE_OK;
}

int fill_random(sqlite3_vfs* vfs, int size, char* into) {
  for (int i = 0; i < size; ++i) into[i] = static_cast<char>(disk_of(vfs)->random()() & 0xff);
  return size;
}
int sleep_not(sqlite3_vfs*, int microseconds) { return microseconds; }
int time_stands(sqlite3_vfs*, double* now) { return *now = 2461000.5, SQLITE_OK; }
int no_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs& the_vfs() {
  static sqlite3_vfs vfs{};
  return vfs;
}

}  // namespace

SimulatedDisk::SimulatedDisk(std::uint64_t seed) : name_("simulated"), random_(seed) {
  auto& vfs = the_vfs();
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 256;
  vfs.zName = name_.c_str();
  vfs.pAppData = this;
  vfs.xOpen = open_file;
  vfs.xDelete = remove_file;
  vfs.xAccess = is_there;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = fill_random;
  vfs.xSleep = sleep_not;
  vfs.xCurrentTime = time_stands;
  vfs.xGetLastError = no_error;
  sqlite3_vfs_register(&vfs, 0);
}

SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(&the_vfs()); }

bool SimulatedDisk::alive() {
  if (left_ == 0) dead_ = true;
  if (left_ > 0) --left_;
  return !dead_;
}

bool SimulatedDisk::fits(std::int64_t more) const {
  if (capacity_ < 0) return true;
  std::int64_t used = more;
  for (const auto& [name, file] : files) used += static_cast<std::int64_t>(file->now.size());
  return used <= capacity_;
}

SimulatedDisk::Files SimulatedDisk::copy() const {
  Files copied;
  for (const auto& [name, file] : files) copied[name] = std::make_shared<File>(*file);
  return copied;
}

void SimulatedDisk::restart(Crash crash) {
  shared_memory.clear();
  for (auto& [name, file] : files) {
    if (crash == Crash::kPower) {
      auto content = file->durable;
      // The drive kept some of what it was not asked to keep, in any order, down to the sector.
      for (const auto& write : file->unsynced) {
        const auto fate = random_() % 4;
        if (fate == 0) continue;
        if (fate == 1 && write.bytes.size() > kSector) {
          auto torn = write;
          torn.bytes.resize(kSector * (1 + random_() % (write.bytes.size() / kSector)));
          put_bytes(content, torn);
          continue;
        }
        put_bytes(content, write);
      }
      file->now = content;
      file->durable = file->now;
      file->unsynced.clear();
    }
  }
  left_ = -1;
  dead_ = false;
}

}  // namespace nigiwai::simulation

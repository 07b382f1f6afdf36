#include "store/readers.h"

namespace nigiwai::store {

Result<std::unique_ptr<Database>> Readers::lease() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto database = std::move(idle_.back());
      idle_.pop_back();
      return database;
    }
  }
  return Database::open(path_, Access::kReadOnly, vfs_);
}

void Readers::give_back(std::unique_ptr<Database> database) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(database));
}

}  // namespace nigiwai::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace style_transfer {

// What was made last, so that it need not be made again; the oldest goes when there are too many.
template <typename Key, typename Value>
class Recent {
  public:
    explicit Recent(std::size_t most) : most_(most) {}

    // nullptr when it is not there; else it is the newest now. Valid until the next put().
    const Value* find(const Key& key) {
        const auto found = std::ranges::find(entries_, key, &Entry::first);
        if (found == entries_.end())
            return nullptr;
        std::rotate(entries_.begin(), found, found + 1);
        return &entries_.front().second;
    }

    const Value& put(Key key, Value value) {
        std::erase_if(entries_, [&](const Entry& entry) { return entry.first == key; });
        entries_.insert(entries_.begin(), Entry(std::move(key), std::move(value)));
        entries_.resize(std::min(entries_.size(), most_));
        return entries_.front().second;
    }

  private:
    using Entry = std::pair<Key, Value>;

    std::size_t most_;
    std::vector<Entry> entries_; // the newest first
};

} // namespace style_transfer

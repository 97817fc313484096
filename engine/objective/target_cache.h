// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header.
#pragma once

#include <any>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace style_transfer {

// What terms have found in a style and will want again: another stage of the same size, another
// base. For one style picture at one size, one network and one precision. A copy shares what has
// been found, which nobody changes any more.
class TargetCache {
  public:
    // The value of `key`, made by `make()` when there is none yet. The key says all that the value
    // depends on; the value has bytes(), which it takes in memory.
    template <typename Make>
    auto get(const std::string& key, Make make) -> const decltype(make())& {
        std::any& value = values_[key];
        if (!value.has_value()) {
            auto made = make();
            bytes_ += made.bytes();
            value = std::move(made);
        }
        return std::any_cast<const decltype(make())&>(value);
    }

    std::int64_t bytes() const { return bytes_; }

  private:
    std::map<std::string, std::any> values_;
    std::int64_t bytes_ = 0;
};

} // namespace style_transfer

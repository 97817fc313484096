// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header.
#pragma once

#include <any>
#include <map>
#include <string>

namespace style_transfer {

// What terms have found in a style and will want again: another stage of the same size, another
// base. For one style picture, one network and one precision.
class TargetCache {
  public:
    // The value of `key`, made by `make()` when there is none yet. The key says all that the value
    // depends on.
    template <typename Make>
    auto get(const std::string& key, Make make) -> const decltype(make())& {
        std::any& value = values_[key];
        if (!value.has_value())
            value = make();
        return std::any_cast<const decltype(make())&>(value);
    }

  private:
    std::map<std::string, std::any> values_;
};

} // namespace style_transfer

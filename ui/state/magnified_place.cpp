// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/magnified_place.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

int begin_of_magnified(double place, int length, int whole) {
    return std::clamp(int(std::lround(place * whole - length / 2.0)), 0, whole - length);
}

double scrolled_place(double place, double steps, int length, int whole) {
    constexpr double step = 0.125;
    const double edge = 0.5 * length / whole;
    return std::clamp(place + steps * step * length / whole, edge, 1 - edge);
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences that one process makes and another one says: who makes them can open no catalogue, or
// should not.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace style_transfer {

// `format`, marked with N_() or another catalogue's, has %s for each of `values`; these hold any
// bytes but zero and the unit separator (0x1f).
std::string deferred_sentence(const char* format, std::initializer_list<std::string> values);

// In the user's language, with the values in their places (%s, or %2$s in a translation). Any text
// is allowed, as from strangers: what is in no catalogue comes out in its own words, values that
// are missing are empty, and what is left of them is dropped.
std::string said(std::string_view sentence);

} // namespace style_transfer

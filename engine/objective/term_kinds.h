// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Every kind of loss term there is.
#pragma once

#include "engine/objective/term.h"

#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// What all terms that take part with these settings ask for.
TermDemand term_demand(const DemandQuestion& question);

// The terms that take part. Throws Error.
std::vector<std::unique_ptr<Term>> make_terms(const TermContext& context);

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/term_kinds.h"

#include <algorithm>
#include <iterator>

// Each kind is declared by NAME_kind() in NAME_term.cpp; this is their order in sums and reports.
#define TERM_KINDS(KIND)                                                                           \
    KIND(content)                                                                                  \
    KIND(gram)                                                                                     \
    KIND(matching)                                                                                 \
    KIND(variation)

namespace style_transfer {

#define DECLARE(NAME) TermKind NAME##_kind();
TERM_KINDS(DECLARE)
#undef DECLARE

namespace {

const std::vector<TermKind>& kinds() {
#define MAKE(NAME) NAME##_kind(),
    static const std::vector<TermKind> all{TERM_KINDS(MAKE)};
#undef MAKE
    return all;
}

} // namespace

std::vector<std::string> TermDemand::layers() const {
    std::vector<std::string> layers;
    for (const Tap& tap : taps)
        layers.push_back(tap.layer);
    return layers;
}

TermDemand& TermDemand::operator+=(const TermDemand& other) {
    for (const Tap& tap : other.taps) {
        const auto same = std::ranges::find(taps, tap.layer, &Tap::layer);
        if (same == taps.end()) {
            taps.push_back(tap);
        } else { // one term after the other
            same->forward_copies = std::max(same->forward_copies, tap.forward_copies);
            same->backward_copies = std::max(same->backward_copies, tap.backward_copies);
        }
    }
    target_bytes += other.target_bytes;
    making_bytes = std::max(making_bytes, other.making_bytes);
    local = local && other.local;
    alignment = std::max(alignment, other.alignment);
    return *this;
}

TermDemand term_demand(const DemandQuestion& question) {
    TermDemand all;
    for (const TermKind& kind : kinds())
        all += kind.demand(question);
    return all;
}

std::vector<std::unique_ptr<Term>> make_terms(const TermContext& context) {
    std::vector<std::unique_ptr<Term>> all;
    for (const TermKind& kind : kinds())
        std::ranges::move(kind.make(context), std::back_inserter(all));
    return all;
}

double TermContext::balance() const {
    return double(settings.balance_size) * settings.balance_size / base.visible_pixels();
}

} // namespace style_transfer

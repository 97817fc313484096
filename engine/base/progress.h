// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells while it works, on both sides of the engine's border.
#pragma once

#include "engine/base/image.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

// One loss term, weighted as it enters the total. A term of several parts has one loss for each:
// "style/block1_conv1".
struct Loss {
    std::string name;
    double value = 0;

    bool operator==(const Loss&) const = default;
};

// All terms of one picture, in the order of the objective.
struct Losses {
    std::vector<Loss> terms;

    // To the loss of that name, which comes last when it is new.
    void add(const std::string& name, double value) {
        const auto known = std::ranges::find(terms, name, &Loss::name);
        if (known == terms.end())
            terms.push_back({name, value});
        else
            known->value += value;
    }
    double total() const {
        double sum = 0;
        for (const Loss& loss : terms)
            sum += loss.value;
        return sum;
    }
    // Of the term `name`, all its parts together; 0 when there is none.
    double of(std::string_view name) const {
        double sum = 0;
        for (const Loss& loss : terms)
            if (loss.name == name ||
                (loss.name.starts_with(name) && loss.name.substr(name.size()).starts_with('/')))
                sum += loss.value;
        return sum;
    }
    bool operator==(const Losses&) const = default;
};

enum class ProgressEvent {
    initial,    // the start has been evaluated; once, first
    evaluation, // after each further loss evaluation
    iteration,  // an iteration is complete
    finished    // the result stands; once, last, also after a stop
};

struct Progress {
    ProgressEvent event = ProgressEvent::initial;
    double fraction = 0;      // of all work, in [0,1]; never decreases; 1 at finished
    int iteration = 0;        // complete iterations
    int iterations = 0;       // iterations asked for
    int evaluations = 0;      // loss evaluations so far; that of the start is the first
    double seconds = 0;       // since the run began
    double seconds_left = -1; // estimate; negative while unknown
    Losses losses;            // of the best picture so far
    Size size;                // of the picture that `losses` describes: smaller than the result in
                              // all stages but the last
    double gradient_l2 = 0;   // length of the gradient with respect to 0–255 pixel values there
};

} // namespace style_transfer

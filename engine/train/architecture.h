// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the teacher's layers a student has, and how wide they are. Knows no libtorch.
#pragma once

#include "engine/model/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace style_transfer::train {

struct PlannedLayer {
    std::string name; // the teacher's; empty for a pool
    int width = 0;    // output channels; 0 for a pool

    bool is_pool() const { return name.empty(); }
};

struct StudentPlan {
    std::vector<PlannedLayer> layers;

    std::vector<std::string> convolutions() const;
    // As parse_layers() reads it.
    std::string text() const;
    int pools() const;
};

// The layers of a network.
StudentPlan plan_of(const Model& model);

// "block1_conv1:32,block1_conv2:32,pool,block2_conv1:64": convolutions with their widths. Throws
// Error(invalid_argument).
StudentPlan parse_layers(std::string_view text);

// The text of a preset, "compact" or "preview"; empty for every other name.
std::string_view preset_layers(std::string_view name);

// The layers of the plan at which the student is compared with the teacher: those that style and
// content can be measured at.
std::vector<std::string> taps_of(const StudentPlan& plan);

// Throws Error(invalid_argument) unless the student's layers stand in the teacher's order at the
// teacher's resolution, no wider than there, and the last one is a tap. `teacher` needs the layers
// of the plan.
void check_fits(const StudentPlan& plan, const Model& teacher);

} // namespace style_transfer::train

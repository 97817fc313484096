// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/parameters.h"

#include <algorithm>
#include <utility>
#include <vector>

// Marks a msgid for xgettext; it is translated where it is shown.
#define N_(msgid) msgid

namespace style_transfer {

namespace {

constexpr double largest_weight = 1e6;

// In the order of the enumerations in settings.h.
constexpr std::string_view method_words[]{"matching", "gram"};
constexpr std::string_view layer_balance_words[]{"published", "equal"};
constexpr std::string_view palette_words[]{"style", "photo", "matched", "toned"};
constexpr std::string_view quality_words[]{"custom", "preview", "standard", "fine", "full"};
constexpr std::string_view schedule_words[]{"pyramid", "single"};
constexpr std::string_view precision_words[]{"auto", "fp32", "bf16"};
constexpr std::string_view device_words[]{"auto", "cpu", "cuda"};

template <auto field>
Choice choice(std::span<const std::string_view> words) {
    using Value = std::decay_t<decltype(std::declval<Settings&>().*field)>;
    return {
        words, [](const Settings& settings) { return int(settings.*field); },
        [](Settings& settings, int place) { settings.*field = Value(place); }};
}

const std::vector<Parameter>& table() {
    using enum Group;
    static const std::vector<Parameter> rows{
        {"content-weight", look, &Settings::content_weight, 0, largest_weight, 0, 1, 3,
         N_("Content _weight"), N_("How closely the shapes of the photo are kept")},
        {"style-weight", look, &Settings::style_weight, 0, largest_weight, 0, 10, 2,
         N_("_Style weight"), N_("How strongly the strokes and colours of the style are painted")},
        {"variation-weight", look, &Settings::variation_weight, 0, largest_weight, 0, 10, 2,
         N_("_Variation weight"), N_("How strongly neighbouring pixels are smoothed")},
        {"style-layers", look, &Settings::style_layers, 0, largest_weight, 0, 1, 2,
         N_("Style _layers"),
         N_("Weights of the five style layers, from fine grain and colour to large forms")},
        {"content-layer", look, &Settings::content_layer, 0, 0, 0, 0, 0, N_("Content la_yer"),
         N_("Network layer that describes the photo; deeper layers keep less detail")},
        {"style-scale", look, &Settings::stroke_scale, 0.1, 4, 0.25, 2, 2, N_("Stro_ke size"),
         N_("Size of the painted strokes as a factor: 2 paints them twice as large")},
        {"palette", look, choice<&Settings::palette>(palette_words), 0, 0, 0, 0, 0, N_("Co_lours"),
         N_("Whose colours the result has")},
        {"opacity", finish, &Settings::opacity, 0, 100, 0, 100, 0, N_("Opac_ity"),
         N_("How much of the painting covers the photo; 0 is the photo"), "%"},
        {"detail", finish, &Settings::detail, 0, 200, 0, 200, 0, N_("Photo _grain"),
         N_("How much comes back of the photo's detail that is finer than what was painted, where "
            "the strokes follow it"),
         "%"},
        {"fine-detail", finish, &Settings::fine_detail, 0, 100, 0, 100, 0, N_("_Fine detail"),
         N_("How much of the photo's own fine detail replaces the painting's"), "%"},
        {"medium-detail", finish, &Settings::medium_detail, 0, 100, 0, 100, 0, N_("_Medium detail"),
         N_("How much of the photo's own medium detail replaces the painting's"), "%"},
        {"coarse-detail", finish, &Settings::coarse_detail, 0, 100, 0, 100, 0, N_("Coar_se detail"),
         N_("How much of the photo's own coarse detail replaces the painting's"), "%"},
        {"enhance", finish, &Settings::enhance, 0, 1, 0, 1, 0, N_("E_nhance the result"),
         N_("Apply brightness, colour and sharpness at the end")},
        {"brightness", finish, &Settings::brightness, 0, 10, 0, 2, 2, N_("_Brightness"),
         N_("Brightness factor of the result; 1 changes nothing")},
        {"colour", finish, &Settings::colour, 0, 10, 0, 2, 2, N_("Colo_ur"),
         N_("Colourfulness factor of the result; 1 changes nothing")},
        {"sharpness", finish, &Settings::sharpness, 0, 10, 0, 2, 2, N_("Shar_pness"),
         N_("Sharpness factor of the result; 1 changes nothing")},

        {"method", method, choice<&Settings::method>(method_words), 0, 0, 0, 0, 0, N_("_Method"),
         N_("How the style is found again in the picture: place by place, or as textures wherever "
            "they fit")},
        {"layer-balance", method, choice<&Settings::layer_balance>(layer_balance_words), 0, 0, 0, 0,
         0, N_("Layer balance"),
         N_("For textures: whether the style layer with the largest numbers decides, as published, "
            "or all count alike")},
        {"quality", method, choice<&Settings::quality>(quality_words), 0, 0, 0, 0, 0,
         N_("_Quality"), N_("How large the picture is worked on: custom takes the size")},
        {"size", method, &Settings::size, 16, 65536, 64, 2048, 0, N_("Si_ze"),
         N_("Longer side of the working image in pixels"), N_("px")},
        {"iterations", method, &Settings::iterations, 0, 100000, 0, 100, 0, N_("_Iterations"),
         N_("How long the picture is worked on; 0 only enhances the base")},
        {"evaluations", method, &Settings::evaluations, 1, 1000, 1, 50, 0, N_("_Evaluations"),
         N_("Loss evaluations in one iteration at most")},
        {"schedule", method, choice<&Settings::schedule>(schedule_words), 0, 0, 0, 0, 0,
         N_("Schedule"), N_("Whether the picture is begun small and grows")},
        {"balance-size", method, &Settings::balance_size, 1, 65536, 100, 2000, 0,
         N_("B_alance size"),
         N_("Picture side in pixels at which the weights have their published balance"), N_("px")},
        {"seed", method, &Settings::seed, 0, 2147483647, 0, 1000, 0, N_("See_d"),
         N_("0 starts at the photo itself; other numbers start at the photo plus a little noise")},

        {"model", computer, &Settings::model, 0, 0, 0, 0, 0, N_("_Model"),
         N_("Network: auto, compact, preview, vgg19 or a model file")},
        {"memory", computer, &Settings::memory, 0, 16777216, 0, 65536, 0, N_("Memory _limit"),
         N_("Memory limit in MiB; 0 takes half of what is free"), N_("MiB")},
        {"threads", computer, &Settings::threads, 0, 1024, 0, 64, 0, N_("_Threads"),
         N_("Processor threads to use; 0 uses all cores")},
        {"precision", computer, choice<&Settings::precision>(precision_words), 0, 0, 0, 0, 0,
         N_("Precision"),
         N_("Numbers within the network: half as long ones are faster where the processor has "
            "them")},
        {"device", computer, choice<&Settings::device>(device_words), 0, 0, 0, 0, 0, N_("Device"),
         N_("Where the work is done")},
    };
    return rows;
}

} // namespace

std::span<const Parameter> parameters() {
    return table();
}

const Parameter* find_parameter(std::string_view name) {
    const auto rows = parameters();
    const auto row = std::ranges::find(rows, name, &Parameter::name);
    return row == rows.end() ? nullptr : &*row;
}

std::span<const std::string_view> choices_of(const Parameter& parameter) {
    const auto* choice = std::get_if<Choice>(&parameter.field);
    return choice ? choice->words : std::span<const std::string_view>();
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/client/paint_job.h"
#include "plugin/alpha_copy.h"
#include "plugin/host.h"
#include "plugin/mask_copy.h"
#include "ui/state/style_choice.h"
#include "ui/windows/result_window.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

typedef union _Babl Babl;

namespace style_transfer {

// What of the target is painted with this choice by a network of these layers: all of it, or with a
// selection, unless a style is bound to that, a part around it.
Area painted_area(
    const Target& target, const StyleChoice& choice, const std::vector<NetworkLayer>& layers);

// What the numbers of the target's pixels, in that space of babl, mean.
RgbSpace space_of(const Target& target, const Babl* space);

// The text that goes with a result, and that the dialog begins with the next time.
SettingsRecord record_of(const StyleChoice& choice);

// How a run ended; `accepted` is without another question.
enum class Painted { cancelled, finished, accepted };

// One run with settings that are known, and its result until it has become a layer.
class Run {
  public:
    Run(Host& host, StyleChoice choice)
        : host_(host), choice_(std::move(choice)), painted_with_(choice_.settings) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // Once; with `windows` in interactive mode. Throws Error.
    Painted paint(const EngineLoader& engine, const WindowContext* windows);

    // The rest unless it was cancelled.
    ShownResult shown() const { return {*picture_, choice_, painted_with_}; }
    // Finishes it as these want it.
    void finish_with(const Settings& settings, bool live_filters) {
        if (settings == choice_.settings && live_filters == choice_.live_filters)
            return;
        choice_.settings = settings;
        choice_.live_filters = live_filters;
        saved_.clear(); // it holds another finishing
    }
    void write_layer();
    // When that has failed with `why`: saves the result to a file, once as it is finished, and
    // returns what to tell the user about both.
    std::string save_instead(const Error& why);

    const StyleChoice& choice() const { return choice_; }

  private:
    PaintWork read_pictures(const EngineLoader& engine);
    std::vector<Style> load_styles() const;
    void take_masks(const Target& target);
    void keep(PaintResult result);
    FinishedPicture::Ending shown_ending() const;

    Host& host_;
    StyleChoice choice_;
    const Settings painted_with_;
    Image painting_; // at working size, not finished
    // As they were when they were read; the user may go on working meanwhile.
    std::optional<Canvas> canvas_;
    std::optional<FinishedPicture> picture_; // of the two
    const Babl* space_ = nullptr;            // colour space of its numbers
    std::filesystem::path saved_;            // where it is besides, once it has been saved
    Area area_;                              // of the target
    AlphaCopy alpha_;
    MaskCopy mask_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/texts.h"

#include "engine/base/translation.h"

#include <algorithm>
#include <array>
#include <clocale>
#include <cmath>
#include <cstdio>

namespace style_transfer {

namespace {

constexpr int most_decimals = 10;

std::string superscript(int number) {
    static constexpr std::array<const char*, 10> digits{"⁰", "¹", "²", "³", "⁴",
                                                        "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = number < 0 ? "⁻" : "";
    for (char digit : std::to_string(std::abs(number)))
        text += digits[std::size_t(digit - '0')];
    return text;
}

std::string minutes_text(long minutes) {
    return formatted(
        dngettext(
            GETTEXT_PACKAGE, "about %ld minute left", "about %ld minutes left",
            static_cast<unsigned long>(minutes)),
        minutes);
}

std::string hours_text(long hours, long minutes) {
    const std::string hours_part = formatted(
        dngettext(GETTEXT_PACKAGE, "%ld hour", "%ld hours", static_cast<unsigned long>(hours)),
        hours);
    if (minutes == 0)
        return formatted(_("about %s left"), hours_part.c_str());
    const std::string minutes_part = formatted(
        dngettext(
            GETTEXT_PACKAGE, "%ld minute", "%ld minutes", static_cast<unsigned long>(minutes)),
        minutes);
    // TRANSLATORS: hours, then minutes: "about 1 hour 20 minutes left".
    return formatted(_("about %s %s left"), hours_part.c_str(), minutes_part.c_str());
}

std::string running_text(const Progress& progress) {
    if (progress.iterations == 0)
        return _("Evaluating the start");
    return formatted(
        _("Iteration %d of %d"), std::min(progress.iteration + 1, progress.iterations),
        progress.iterations);
}

std::string activity_text(const PaintState& state, Request request) {
    if (request == Request::cancel || state.phase == PaintState::Phase::cancelled)
        return _("Cancelling…");
    if (request == Request::stop)
        return _("Stopping: the picture as it is now will be kept…");
    if (state.phase == PaintState::Phase::loading)
        return _("Loading the network…");
    if (state.phase == PaintState::Phase::running)
        return state.progress ? running_text(*state.progress) : _("Analysing the pictures…");
    return _("Finished");
}

} // namespace

double tidied(double value) {
    const double scale = std::pow(10.0, most_decimals);
    const double rounded = std::round(value * scale) / scale;
    return std::isfinite(rounded) ? rounded : value;
}

double with_digits(double value, int digits) {
    if (value == 0 || !std::isfinite(value))
        return value;
    const double decimals = digits - 1 - std::floor(std::log10(std::abs(value)));
    const double scale = std::pow(10.0, std::abs(decimals));
    return decimals < 0 ? std::round(value / scale) * scale : std::round(value * scale) / scale;
}

int decimals_for(double value, int at_least) {
    for (int decimals = at_least; decimals < most_decimals; ++decimals) {
        const double scale = std::pow(10.0, decimals);
        if (std::abs(std::round(value * scale) / scale - value) < 1e-11)
            return decimals;
    }
    return most_decimals;
}

std::string shown_numbers(std::string_view value) {
    std::string shown;
    for (const char c : value) {
        if (c == ',')
            shown += " · ";
        else if (c == '.')
            shown += std::localeconv()->decimal_point;
        else
            shown += c;
    }
    return shown;
}

std::string loss_text(double loss) {
    if (!std::isfinite(loss))
        return "–";
    if (loss == 0 || (std::abs(loss) >= 1e-3 && std::abs(loss) < 1e4))
        return formatted("%.4g", loss);
    int exponent = int(std::floor(std::log10(std::abs(loss))));
    double mantissa = loss / std::pow(10.0, exponent);
    if (std::abs(mantissa) >= 9.9995) { // would be written as 10.000
        mantissa /= 10;
        ++exponent;
    }
    return formatted("%.3f × 10%s", mantissa, superscript(exponent).c_str());
}

std::string power_of_ten_text(int exponent) {
    return "10" + superscript(exponent);
}

std::string memory_text(long mebibytes) {
    return mebibytes > 0 ? formatted(_("%ld MiB of memory"), mebibytes) : "";
}

std::string change_text(double start, double now) {
    if (!(start > 0) || !std::isfinite(start) || !std::isfinite(now))
        return {};
    const double change = (now - start) / start * 100;
    const char* sign = change < 0 ? "−" : "+";
    // Near the end a whole per cent says too little: 99.2 is not 99.9.
    const int decimals = change <= -99 ? 1 : 0;
    const std::string digits = formatted("%.*f", decimals, std::abs(change));
    return digits == "0" ? "0 %" : sign + digits + " %";
}

std::string elapsed_text(double seconds) {
    const long whole = std::lround(std::floor(std::max(seconds, 0.0)));
    const long hours = whole / 3600;
    const long minutes = whole / 60 % 60;
    if (hours > 0)
        return formatted("%ld:%02ld:%02ld", hours, minutes, whole % 60);
    return formatted("%ld:%02ld", minutes, whole % 60);
}

std::string time_left_text(double seconds) {
    if (!(seconds >= 0) || seconds > 1e8)
        return {};
    if (seconds < 7.5)
        return _("a few seconds left");
    if (seconds < 57.5) {
        const long shown = seconds < 22.5 ? std::lround(seconds / 5) * 5
                                          : std::min(std::lround(seconds / 10) * 10, 50L);
        return formatted(_("about %ld seconds left"), shown);
    }
    const long minutes = std::lround(seconds / 60);
    if (minutes < 20)
        return minutes_text(minutes);
    if (minutes < 58)
        return minutes_text(std::lround(double(minutes) / 5) * 5);
    const long tens = std::lround(double(minutes) / 10);
    if (minutes < 300)
        return hours_text(tens / 6, tens % 6 * 10);
    return hours_text(std::lround(double(minutes) / 60), 0);
}

std::string estimate_text(const RunEstimate& estimate) {
    switch (estimate.state) {
    case RunEstimate::State::waiting:
        return _("Estimating time and memory…");
    case RunEstimate::State::unknown:
        return {};
    case RunEstimate::State::too_large:
        if (estimate.fitting_size > 0)
            return formatted(
                _("Too large for the memory: needs %ld MiB; a size of %d pixels fits"),
                estimate.memory_mib, estimate.fitting_size);
        return formatted(_("Too large for the memory: needs %ld MiB"), estimate.memory_mib);
    case RunEstimate::State::fits:
        break;
    }
    if (!(estimate.seconds >= 0))
        return memory_text(estimate.memory_mib);
    const double step = estimate.seconds < 60 ? 5 : 10;
    const double shown = std::max(std::round(estimate.seconds / step), 1.0) * step;
    return formatted(
        _("Takes about %s and %ld MiB of memory"), elapsed_text(shown).c_str(),
        estimate.memory_mib);
}

std::string size_text(Size size) {
    return formatted(_("%d × %d pixels"), size.width, size.height);
}

std::string choice_text(std::string_view parameter, std::string_view choice) {
    struct Text {
        std::string_view parameter, choice;
        const char* text;
    };
    static constexpr Text texts[] = {
        {"quality", "custom", N_("Custom size")},
        {"quality", "preview", N_("Preview (256 pixels)")},
        {"quality", "standard", N_("Standard (1024 pixels)")},
        {"quality", "fine", N_("Fine (2048 pixels)")},
        {"quality", "full", N_("Full size of the layer")},
        {"method", "matching", N_("Place by place")},
        {"method", "gram", N_("As textures")},
        {"palette", "style", N_("Of the style")},
        {"palette", "photo", N_("Of the photo")},
        {"palette", "matched", N_("Matched to the photo")},
        {"palette", "toned", N_("In the tones of the photo")},
        {"layer-balance", "published", N_("As published")},
        {"layer-balance", "equal", N_("All layers alike")},
        {"schedule", "pyramid", N_("Small first, then larger")},
        {"schedule", "single", N_("At one size")},
        {"precision", "auto", N_("Automatic")},
        {"precision", "fp32", N_("Exact (32 bits)")},
        {"precision", "bf16", N_("Fast (16 bits)")},
        {"device", "auto", N_("Automatic")},
        {"device", "cpu", N_("Processor")},
        {"device", "cuda", N_("Graphics card (CUDA)")},
    };
    for (const Text& text : texts)
        if (text.parameter == parameter && text.choice == choice)
            return _(text.text);
    return std::string(choice);
}

std::string without_mnemonic(std::string_view label) {
    std::string text;
    for (std::size_t i = 0; i < label.size(); ++i) {
        // Where the script has no Latin letters, the letter stands behind the word: "名前(_N)".
        if (label.substr(i).starts_with("(_") && label.size() > i + 3 && label[i + 3] == ')') {
            i += 3;
            continue;
        }
        if (label[i] == '_' && ++i == label.size())
            break;
        text += label[i];
    }
    return text;
}

ProgressTexts progress_texts(const PaintState& state, Request request, double elapsed, double age) {
    ProgressTexts texts;
    texts.activity = activity_text(state, request);
    texts.elapsed = formatted(_("%s elapsed"), elapsed_text(elapsed).c_str());
    if (!state.progress)
        return texts;
    const Progress& progress = *state.progress;
    texts.fraction = std::clamp(progress.fraction, 0.0, 1.0);
    texts.loss = formatted(_("Loss %s"), loss_text(progress.losses.total()).c_str());
    const std::string change =
        state.initial_loss ? change_text(*state.initial_loss, progress.losses.total()) : "";
    if (!change.empty() && progress.evaluations > 1)
        texts.loss += ' ' + formatted(_("(%s since the start)"), change.c_str());
    if (request == Request::none && state.phase == PaintState::Phase::running &&
        progress.seconds_left >= 0)
        texts.time_left = time_left_text(std::max(progress.seconds_left - age, 0.0));
    return texts;
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// The C ABI over Stylisation: converts plain structs, and exceptions into codes.
#include "engine/api/style_transfer_engine.h"

#include "engine/base/error.h"
#include "engine/run/estimate.h"
#include "engine/run/stylisation.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <string_view>

using namespace style_transfer;

struct ste_session {
    Stylisation stylisation;
    bool has_run = false;
};

namespace {

thread_local std::string last_error_sentence;

ste_status failed(ErrorCode code, std::string sentence) {
    last_error_sentence = std::move(sentence);
    return static_cast<ste_status>(code);
}

constexpr const char* out_of_memory =
    "There is not enough memory for this picture: choose a smaller size.";

template <typename Work>
ste_status guarded(Work work) noexcept try {
    work();
    return STE_OK;
} catch (const Error& error) {
    return failed(error.code(), error.what());
} catch (const std::bad_alloc&) {
    return failed(ErrorCode::memory, out_of_memory);
} catch (const c10::Error& error) {
    // libtorch has no type of its own for a failed allocation on the processor.
    const std::string_view text = error.what_without_backtrace();
    if (text.find("allocate memory") != std::string_view::npos)
        return failed(ErrorCode::memory, out_of_memory);
    return failed(ErrorCode::internal, "libtorch failed: " + std::string(text));
} catch (const std::exception& error) {
    return failed(ErrorCode::internal, std::string("The engine failed: ") + error.what());
} catch (...) {
    return failed(ErrorCode::internal, "The engine failed for an unknown reason.");
}

void require(bool condition, const char* sentence) {
    if (!condition)
        throw Error(ErrorCode::invalid_argument, sentence);
}

ImageView view_of(const ste_image* image) {
    require(image && image->pixels, "A picture is missing.");
    require(
        image->width > 0 && image->height > 0 && (image->channels == 3 || image->channels == 4) &&
            image->row_stride >= std::ptrdiff_t{image->width} * image->channels,
        "A picture must have at least one pixel, 3 or 4 channels and rows that do not overlap.");
    return {image->pixels, {image->width, image->height}, image->channels, image->row_stride};
}

Settings settings_of(const ste_settings* abi) {
    require(
        abi && abi->content_layer && abi->model && abi->schedule && abi->precision && abi->device,
        "The settings are missing.");
    Settings settings;
    settings.content_weight = abi->content_weight;
    settings.style_weight = abi->style_weight;
    settings.variation_weight = abi->variation_weight;
    std::ranges::copy(abi->style_layers, settings.style_layers.begin());
    settings.content_layer = abi->content_layer;
    settings.model = abi->model;
    settings.brightness = abi->brightness;
    settings.colour = abi->colour;
    settings.sharpness = abi->sharpness;
    settings.enhance = abi->enhance != 0;
    settings.iterations = abi->iterations;
    settings.evaluations = abi->evaluations;
    settings.balance_size = abi->balance_size;
    settings.threads = abi->threads;
    settings.memory = abi->memory;
    settings.seed = abi->seed;
    settings.schedule = abi->schedule;
    settings.precision = abi->precision;
    settings.device = abi->device;
    return settings;
}

const char* version() {
    return STYLE_TRANSFER_VERSION;
}

const char* last_error() {
    return last_error_sentence.c_str();
}

ste_status session_create(
    const ste_settings* settings, const ste_image* base, const ste_image* style,
    ste_session** session) {
    return guarded([&] {
        require(session, "There is no place for the session.");
        *session = nullptr;
        *session = new ste_session{{settings_of(settings), view_of(base), view_of(style)}};
    });
}

const char* session_model_name(const ste_session* session) {
    return session->stylisation.model_name().c_str();
}

const char* session_model_file(const ste_session* session) {
    return session->stylisation.model_file().c_str();
}

void session_plan(const ste_session* session, ste_plan* plan) {
    *plan = session->stylisation.plan();
}

const char* session_notice(const ste_session* session) {
    return session->stylisation.notice().c_str();
}

ste_status session_run(ste_session* session, ste_progress_callback callback, void* user) {
    return guarded([&] {
        require(session && !session->has_run, "A session runs once.");
        session->has_run = true;
        Stylisation::Observer observer;
        if (callback)
            observer = [&](const ste_progress& progress) { callback(&progress, user); };
        session->stylisation.run(observer);
    });
}

ste_status session_copy_picture(const ste_session* session, float* pixels) {
    return guarded([&] {
        require(session && pixels, "There is no place for the picture.");
        const Image picture = session->stylisation.picture();
        for (int y = 0; y < picture.size().height; ++y)
            pixels = std::copy_n(picture.row(y), picture.row_stride(), pixels);
    });
}

void session_request_stop(ste_session* session) {
    session->stylisation.request_stop();
}

void session_request_cancel(ste_session* session) {
    session->stylisation.request_cancel();
}

void session_destroy(ste_session* session) {
    delete session;
}

ste_status session_start_at(ste_session* session, const ste_session* previous) {
    return guarded([&] {
        require(session && previous && !session->has_run, "A session starts before it runs.");
        session->stylisation.start_at(previous->stylisation);
    });
}

ste_status estimate_run(
    const ste_settings* settings, int32_t base_width, int32_t base_height, int32_t style_width,
    int32_t style_height, ste_estimate* found) {
    return guarded([&] {
        require(found && base_width > 0 && base_height > 0, "There is no base to estimate for.");
        require(style_width > 0 && style_height > 0, "There is no style to estimate for.");
        const Estimate result =
            estimate(settings_of(settings), {base_width, base_height}, {style_width, style_height});
        *found = {};
        found->fits = result.fits;
        found->tile_side = result.tile_side;
        found->peak_mib = result.peak_mib;
        found->least_mib = result.least_mib;
        found->seconds = result.seconds;
    });
}

constexpr ste_api table{
    STE_ABI_VERSION,      version,
    last_error,           session_create,
    session_model_name,   session_model_file,
    session_plan,         session_notice,
    session_run,          session_copy_picture,
    session_request_stop, session_request_cancel,
    session_destroy,      session_start_at,
    estimate_run,
};

} // namespace

extern "C" const ste_api* style_transfer_engine_api(uint32_t abi_version) {
    return abi_version == STE_ABI_VERSION ? &table : nullptr;
}

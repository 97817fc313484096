// SPDX-License-Identifier: GPL-3.0-or-later
// The C ABI over Run: converts plain structs, and exceptions into codes.
#include "engine/api/style_transfer_engine.h"

#include "engine/api/network_layers.h"
#include "engine/base/cancellation.h"
#include "engine/base/error.h"
#include "engine/base/progress.h"
#include "engine/base/translation.h"
#include "engine/run/estimate.h"
#include "engine/run/run.h"
#include "engine/settings/parameters.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace style_transfer;

struct ste_session {
    RunRequests requests;
    RunNetwork network;       // once its memory has been checked, until it is prepared
    std::unique_ptr<Run> run; // once it is prepared
    bool has_run = false;
};

namespace {

thread_local std::string last_error_sentence;

ste_status failed(ErrorCode code, std::string sentence) {
    last_error_sentence = std::move(sentence);
    return static_cast<ste_status>(code);
}

constexpr const char* out_of_memory =
    N_("There is not enough memory for this picture: choose a smaller size.");

template <typename Work>
ste_status guarded(Work work) noexcept try {
    work();
    return STE_OK;
} catch (const Error& error) {
    return failed(error.code(), error.what());
} catch (const std::bad_alloc&) {
    return failed(ErrorCode::memory, _(out_of_memory));
} catch (const c10::Error& error) {
    // libtorch has no type of its own for a failed allocation on the processor.
    const std::string_view text = error.what_without_backtrace();
    if (text.find("allocate memory") != std::string_view::npos)
        return failed(ErrorCode::memory, _(out_of_memory));
    return failed(
        ErrorCode::internal, formatted(_("libtorch failed: %s"), std::string(text).c_str()));
} catch (const std::exception& error) {
    return failed(ErrorCode::internal, formatted(_("The engine failed: %s"), error.what()));
} catch (...) {
    return failed(ErrorCode::internal, _("The engine failed for an unknown reason."));
}

void require(bool condition, const char* sentence) {
    if (!condition)
        throw Error(ErrorCode::invalid_argument, sentence);
}

ImageView view_of(const ste_image& image) {
    require(
        image.width > 0 && image.height > 0 &&
            image.row_stride >= std::ptrdiff_t{image.width} * image.channels,
        "A picture must have at least one pixel and rows that do not overlap.");
    return {image.pixels, {image.width, image.height}, image.channels, image.row_stride};
}

ImageView picture_of(const ste_image* image) {
    require(image && image->pixels, "A picture is missing.");
    require(image->channels == 3 || image->channels == 4, "A picture must have 3 or 4 channels.");
    return view_of(*image);
}

std::vector<StyleView> styles_of(const ste_style* styles, int32_t count) {
    require(styles || count <= 0, "The styles are missing.");
    std::vector<StyleView> views;
    views.reserve(std::size_t(std::max(0, count)));
    for (int32_t i = 0; i < count; ++i)
        views.push_back(
            {picture_of(&styles[i].picture), styles[i].weight,
             styles[i].region.pixels ? view_of(styles[i].region) : ImageView{}});
    return views;
}

Size size_of(ste_size size) {
    require(size.width > 0 && size.height > 0, "A picture must have at least one pixel.");
    return {size.width, size.height};
}

std::vector<Size> sizes_of(const ste_size* styles, int32_t count) {
    require(styles && count > 0, "The styles are missing.");
    std::vector<Size> sizes;
    std::transform(styles, styles + count, std::back_inserter(sizes), size_of);
    return sizes;
}

Settings settings_of(const char* text) {
    require(text, "The settings are missing.");
    Settings settings;
    apply_text(settings, text);
    return settings;
}

// Only a session that has been prepared has one.
Run& run_of(const ste_session* session) {
    require(session && session->run, "A session is prepared first.");
    return *session->run;
}

const Run* run_or_none(const ste_session* session) {
    return session ? session->run.get() : nullptr;
}

const char* version() {
    return STYLE_TRANSFER_VERSION;
}

const char* last_error() {
    return last_error_sentence.c_str();
}

ste_status session_create(ste_session** session) {
    return guarded([&] {
        require(session, "There is no place for the session.");
        *session = nullptr;
        *session = new ste_session;
    });
}

ste_status session_check_memory(
    ste_session* session, const char* settings, ste_size base, const ste_size* styles,
    int32_t style_count, int32_t region_count, const ste_session* previous) {
    return guarded([&] {
        require(session && !session->run, "A session is checked before it is prepared.");
        const std::vector<Size> sizes = sizes_of(styles, style_count);
        session->network = checked_network(
            settings_of(settings), size_of(base), sizes, std::max(0, region_count),
            session->requests.token(), run_or_none(previous));
    });
}

ste_status session_prepare(
    ste_session* session, const char* settings, const ste_image* base, const ste_style* styles,
    int32_t style_count, const ste_session* previous) {
    return guarded([&] {
        require(session && !session->run, "A session is prepared once.");
        session->requests.token().throw_if_cancelled();
        session->run = std::make_unique<Run>(
            settings_of(settings), picture_of(base), styles_of(styles, style_count),
            session->requests, run_or_none(previous), std::exchange(session->network, {}));
    });
}

const char* session_model_name(const ste_session* session) {
    return session->run ? session->run->model_name().c_str() : "";
}

const char* session_model_file(const ste_session* session) {
    return session->run ? session->run->model_file().c_str() : "";
}

void session_plan(const ste_session* session, ste_plan* plan) {
    *plan = {};
    if (!session->run)
        return;
    const RunSummary& found = session->run->summary();
    plan->memory_mib = found.memory_mib;
    plan->tile_side = found.tile_side;
    plan->history = found.history;
    plan->work = found.work;
    plan->half = found.half;
    plan->cuda = found.cuda;
}

const char* session_notice(const ste_session* session) {
    return session->run ? session->run->notice().c_str() : "";
}

void tell(const Progress& progress, ste_progress_callback callback, void* user) {
    std::vector<ste_loss> losses;
    for (const Loss& loss : progress.losses.terms)
        losses.push_back({loss.name.c_str(), loss.value});
    ste_progress told{};
    told.event = static_cast<ste_event>(progress.event);
    told.fraction = progress.fraction;
    told.iteration = progress.iteration;
    told.iterations = progress.iterations;
    told.evaluations = progress.evaluations;
    told.seconds = progress.seconds;
    told.seconds_left = progress.seconds_left;
    told.losses = losses.data();
    told.loss_count = int32_t(losses.size());
    told.total = progress.losses.total();
    told.width = progress.size.width;
    told.height = progress.size.height;
    told.gradient_l2 = progress.gradient_l2;
    callback(&told, user);
}

ste_status session_run(ste_session* session, ste_progress_callback callback, void* user) {
    return guarded([&] {
        Run& run = run_of(session);
        require(!session->has_run, "A session runs once.");
        session->has_run = true;
        Run::Observer observer;
        if (callback)
            observer = [&](const Progress& progress) { tell(progress, callback, user); };
        run.run(observer);
    });
}

ste_status
session_copy_picture(const ste_session* session, int32_t width, int32_t height, float* pixels) {
    return guarded([&] {
        require(pixels, "There is no place for the picture.");
        const Size full = run_of(session).size();
        require(
            width > 0 && height > 0 && width <= full.width && height <= full.height,
            "A picture can be had at the size of its base or smaller.");
        const Image picture = run_of(session).picture({width, height});
        for (int y = 0; y < picture.size().height; ++y)
            pixels = std::copy_n(picture.row(y), picture.row_stride(), pixels);
    });
}

void session_request_stop(ste_session* session) {
    session->requests.stop();
}

void session_request_cancel(ste_session* session) {
    session->requests.cancel();
}

void session_destroy(ste_session* session) {
    delete session;
}

ste_status session_start_at(ste_session* session, const ste_session* previous) {
    return guarded([&] {
        Run& run = run_of(session);
        require(!session->has_run, "A session starts before it runs.");
        run.start_at(run_of(previous));
    });
}

ste_status estimate_run(
    const char* settings, ste_size base, const ste_size* styles, int32_t style_count,
    int32_t region_count, ste_estimate* found) {
    return guarded([&] {
        require(found, "There is no place for the estimate.");
        const Estimate result = estimate(
            settings_of(settings), size_of(base), sizes_of(styles, style_count),
            std::max(0, region_count));
        *found = {};
        found->fits = result.fits;
        found->tile_side = result.tile_side;
        found->peak_mib = result.peak_mib;
        found->least_mib = result.least_mib;
        found->seconds = result.seconds;
    });
}

ste_status describe_model(const char* model, ste_layer_callback callback, void* user) {
    return guarded([&] {
        require(model && callback, "There is no model to describe.");
        for (const NetworkLayer& layer : network_layers(describe_network(find_model(model)))) {
            const ste_layer told{
                layer.name.c_str(), layer.block, layer.field_of_view, layer.style, layer.content};
            callback(&told, user);
        }
    });
}

constexpr ste_api table{
    STE_ABI_VERSION,      version,
    last_error,           session_create,
    session_check_memory, session_prepare,
    session_model_name,   session_model_file,
    session_plan,         session_notice,
    session_run,          session_copy_picture,
    session_request_stop, session_request_cancel,
    session_destroy,      session_start_at,
    estimate_run,         describe_model,
};

} // namespace

extern "C" const ste_api* style_transfer_engine_api(uint32_t abi_version) {
    return abi_version == STE_ABI_VERSION ? &table : nullptr;
}

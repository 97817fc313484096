// SPDX-License-Identifier: GPL-3.0-or-later
// Header-only C++ wrapper over the C ABI. It needs the small base and settings libraries, never
// the engine at link time: the table of functions is handed in.
#pragma once

#include "engine/api/style_transfer_engine.h"
#include "engine/base/error.h"
#include "engine/base/image.h"
#include "engine/base/network_layer.h"
#include "engine/base/progress.h"
#include "engine/base/style.h"
#include "engine/settings/parameters.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

// Gives the engine's table of functions; may load the library, so it is called on a worker thread
// where somebody waits. Throws Error when there is no usable engine.
using EngineLoader = std::function<const ste_api&()>;

namespace detail {

inline ste_image to_abi(const ImageView& view) {
    return {view.pixels, view.size.width, view.size.height, view.channels, view.row_stride};
}

inline std::vector<ste_size> to_abi(const std::vector<Size>& sizes) {
    std::vector<ste_size> all;
    all.reserve(sizes.size());
    for (const Size& size : sizes)
        all.push_back({size.width, size.height});
    return all;
}

inline Progress from_abi(const ste_progress& told) {
    Progress progress;
    progress.event = static_cast<ProgressEvent>(told.event);
    progress.fraction = told.fraction;
    progress.iteration = told.iteration;
    progress.iterations = told.iterations;
    progress.evaluations = told.evaluations;
    progress.seconds = told.seconds;
    progress.seconds_left = told.seconds_left;
    for (int i = 0; i < told.loss_count; ++i)
        progress.losses.terms.push_back({told.losses[i].name, told.losses[i].value});
    progress.size = {told.width, told.height};
    progress.gradient_l2 = told.gradient_l2;
    return progress;
}

inline void check(const ste_api& api, ste_status status) {
    if (status != STE_OK)
        throw Error(static_cast<ErrorCode>(status), api.last_error());
}

} // namespace detail

// See ste_api::estimate. Throws Error.
inline ste_estimate estimate(
    const ste_api& api, const Settings& settings, Size base, const std::vector<Size>& styles,
    int regions = 0) {
    const std::vector<ste_size> sizes = detail::to_abi(styles);
    ste_estimate found{};
    detail::check(
        api, api.estimate(
                 to_text(settings).c_str(), {base.width, base.height}, sizes.data(),
                 int32_t(sizes.size()), regions, &found));
    return found;
}

// The layers of the network that the setting `model` names, from the input on. Takes milliseconds.
// Throws Error.
inline std::vector<NetworkLayer> describe_model(const ste_api& api, const std::string& model) {
    std::vector<NetworkLayer> layers;
    const auto add = [](const ste_layer* layer, void* user) {
        static_cast<std::vector<NetworkLayer>*>(user)->push_back(
            {layer->name, layer->block, layer->field_of_view, layer->style != 0,
             layer->content != 0});
    };
    detail::check(api, api.describe_model(model.c_str(), add, &layers));
    return layers;
}

// One run in the engine, from pictures at working size to the result. Moves, does not copy. Thread
// rules are those of the C ABI: requests come on any thread from the constructor on.
class Session {
  public:
    explicit Session(const ste_api& api) : api_(&api) {
        detail::check(api, api.session_create(&session_));
    }
    Session(Session&& other) noexcept
        : api_(other.api_), session_(std::exchange(other.session_, nullptr)), size_(other.size_) {}
    Session& operator=(Session&& other) noexcept {
        std::swap(api_, other.api_);
        std::swap(session_, other.session_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Session() { api_->session_destroy(session_); }

    // See session_check_memory. Throws Error.
    void check_memory(
        const Settings& settings, Size base, const std::vector<Size>& styles, int regions,
        const Session* previous = nullptr) {
        const std::vector<ste_size> sizes = detail::to_abi(styles);
        detail::check(
            *api_, api_->session_check_memory(
                       session_, to_text(settings).c_str(), {base.width, base.height}, sizes.data(),
                       int32_t(sizes.size()), regions, previous ? previous->session_ : nullptr));
    }

    // See session_prepare: once, before all that follows; all pictures are copied. Throws Error,
    // with code cancelled after request_cancel().
    void prepare(
        const Settings& settings, const ImageView& base, const std::vector<StyleView>& styles,
        const Session* previous = nullptr) {
        const ste_image abi_base = detail::to_abi(base);
        std::vector<ste_style> abi_styles;
        abi_styles.reserve(styles.size());
        for (const StyleView& style : styles)
            abi_styles.push_back(
                {detail::to_abi(style.picture), style.weight, detail::to_abi(style.region)});
        detail::check(
            *api_, api_->session_prepare(
                       session_, to_text(settings).c_str(), &abi_base, abi_styles.data(),
                       int32_t(abi_styles.size()), previous ? previous->session_ : nullptr));
        size_ = base.size;
    }

    std::string model_name() const { return api_->session_model_name(session_); }
    std::string model_file() const { return api_->session_model_file(session_); }

    // See session_start_at. Throws Error.
    void start_at(const Session& previous) {
        detail::check(*api_, api_->session_start_at(session_, previous.session_));
    }
    ste_plan plan() const {
        ste_plan plan{};
        api_->session_plan(session_, &plan);
        return plan;
    }
    std::string notice() const { return api_->session_notice(session_); }

    // Throws Error, with code cancelled after request_cancel(). An exception thrown by `callback`
    // cancels the run and comes out of here.
    void run(const std::function<void(const Progress&)>& callback = {}) {
        struct Context {
            Session& session;
            const std::function<void(const Progress&)>& callback;
            std::exception_ptr exception;
        } context{*this, callback, nullptr};
        const auto forward = [](const ste_progress* progress, void* user) {
            auto& inner = *static_cast<Context*>(user);
            if (inner.exception)
                return;
            try {
                inner.callback(detail::from_abi(*progress));
            } catch (...) {
                inner.exception = std::current_exception();
                inner.session.request_cancel();
            }
        };
        const ste_status status =
            api_->session_run(session_, callback ? +forward : nullptr, &context);
        if (context.exception)
            std::rethrow_exception(context.exception);
        detail::check(*api_, status);
    }

    // The painting as it stands, RGB, not finished, see session_copy_picture: at the base's size,
    // or no larger than `longer_side`.
    Image picture() const { return picture(size_.longer_side()); }
    Image picture(int longer_side) const {
        const Size size = scaled_to_longer_side(size_, std::min(longer_side, size_.longer_side()));
        Image image = Image::create(size, 3);
        detail::check(
            *api_,
            api_->session_copy_picture(session_, size.width, size.height, image.span().pixels));
        return image;
    }

    void request_stop() { api_->session_request_stop(session_); }
    void request_cancel() { api_->session_request_cancel(session_); }

  private:
    const ste_api* api_;
    ste_session* session_ = nullptr;
    Size size_; // of the base
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// Header-only C++ wrapper over the C ABI. It needs the small base and settings libraries, never
// the engine at link time: the table of functions is handed in.
#pragma once

#include "engine/api/style_transfer_engine.h"
#include "engine/base/error.h"
#include "engine/base/image.h"
#include "engine/settings/settings.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace style_transfer {

using Progress = ste_progress;

namespace detail {

inline ste_image to_abi(const ImageView& view) {
    return {view.pixels, view.size.width, view.size.height, view.channels, view.row_stride};
}

// Points into `settings`, which must outlive the result.
inline ste_settings to_abi(const Settings& settings) {
    ste_settings abi{};
    abi.content_weight = settings.content_weight;
    abi.style_weight = settings.style_weight;
    abi.variation_weight = settings.variation_weight;
    std::copy(settings.style_layers.begin(), settings.style_layers.end(), abi.style_layers);
    abi.content_layer = settings.content_layer.c_str();
    abi.model = settings.model.c_str();
    abi.brightness = settings.brightness;
    abi.colour = settings.colour;
    abi.sharpness = settings.sharpness;
    abi.enhance = settings.enhance;
    abi.iterations = settings.iterations;
    abi.evaluations = settings.evaluations;
    abi.balance_size = settings.balance_size;
    abi.threads = settings.threads;
    abi.memory = settings.memory;
    abi.seed = settings.seed;
    abi.schedule = settings.schedule.c_str();
    abi.precision = settings.precision.c_str();
    abi.device = settings.device.c_str();
    return abi;
}

inline void check(const ste_api& api, ste_status status) {
    if (status != STE_OK)
        throw Error(static_cast<ErrorCode>(status), api.last_error());
}

} // namespace detail

// See ste_api::estimate. Throws Error.
inline ste_estimate estimate(const ste_api& api, const Settings& settings, Size base, Size style) {
    const ste_settings abi = detail::to_abi(settings);
    ste_estimate found{};
    detail::check(
        api, api.estimate(&abi, base.width, base.height, style.width, style.height, &found));
    return found;
}

// One stylisation. Moves, does not copy. Thread rules are those of the C ABI.
class Session {
  public:
    // Throws Error. `base` and `style` are copied.
    Session(
        const ste_api& api, const Settings& settings, const ImageView& base, const ImageView& style)
        : api_(&api), size_(base.size) {
        const ste_settings abi_settings = detail::to_abi(settings);
        const ste_image abi_base = detail::to_abi(base);
        const ste_image abi_style = detail::to_abi(style);
        detail::check(api, api.session_create(&abi_settings, &abi_base, &abi_style, &session_));
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
                inner.callback(*progress);
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

    // The current picture, RGB, see session_copy_picture.
    Image picture() const {
        Image image = Image::create(size_, 3);
        detail::check(*api_, api_->session_copy_picture(session_, image.span().pixels));
        return image;
    }

    void request_stop() { api_->session_request_stop(session_); }
    void request_cancel() { api_->session_request_cancel(session_); }

  private:
    const ste_api* api_;
    ste_session* session_ = nullptr;
    Size size_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// C++ functions as GTK callbacks. GTK is C: no exception may pass through it, so each callback
// runs under a guard, and the function that opened the window throws what came up.
#pragma once

#include <gtk/gtk.h>

#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace style_transfer {

// Must outlive the widgets whose callbacks it guards.
class CallbackGuard {
  public:
    CallbackGuard() = default;
    CallbackGuard(const CallbackGuard&) = delete;
    CallbackGuard& operator=(const CallbackGuard&) = delete;

    // Called once, after the first exception; must not throw. It should end the main loop.
    std::function<void()> on_exception;

    template <typename Function>
    void run(const Function& function) noexcept {
        try {
            function();
        } catch (...) {
            if (exception_)
                return;
            exception_ = std::current_exception();
            if (on_exception)
                on_exception();
        }
    }

    bool failed() const { return exception_ != nullptr; }
    void rethrow() const {
        if (exception_)
            std::rethrow_exception(exception_);
    }

  private:
    std::exception_ptr exception_;
};

namespace detail {

template <typename Signature>
struct Handler;

template <typename Result, typename... Arguments>
struct Handler<Result(Arguments...)> {
    CallbackGuard& guard;
    std::function<Result(Arguments...)> function;

    static Result call(gpointer, Arguments... arguments, gpointer self) noexcept {
        const Handler& handler = *static_cast<Handler*>(self);
        if constexpr (std::is_void_v<Result>) {
            handler.guard.run([&] { handler.function(arguments...); });
        } else {
            Result result{};
            handler.guard.run([&] { result = handler.function(arguments...); });
            return result;
        }
    }
    static void destroy(gpointer self, GClosure*) { delete static_cast<Handler*>(self); }
};

} // namespace detail

// Calls `function` at each emission until `instance` is gone. The signature leaves out the
// instance: connect<void()>(button, "clicked", guard, [] { … }).
template <typename Signature>
void connect(
    gpointer instance, const char* signal, CallbackGuard& guard,
    std::function<Signature> function) {
    using Handler = detail::Handler<Signature>;
    g_signal_connect_data(
        instance, signal, reinterpret_cast<GCallback>(&Handler::call),
        new Handler{guard, std::move(function)}, &Handler::destroy, GConnectFlags{});
}

// Calls `function` from the main loop, once or every so many milliseconds, while it returns true
// and this object lives.
class Timer {
  public:
    Timer(unsigned milliseconds, CallbackGuard& guard, std::function<bool()> function)
        : guard_(guard), function_(std::move(function)) {
        source_ = milliseconds == 0 ? g_idle_add(&Timer::call, this)
                                    : g_timeout_add(milliseconds, &Timer::call, this);
    }
    ~Timer() {
        if (source_ != 0)
            g_source_remove(source_);
    }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

  private:
    static gboolean call(gpointer self) noexcept {
        Timer& timer = *static_cast<Timer*>(self);
        bool again = false;
        timer.guard_.run([&] { again = timer.function_(); });
        if (!again)
            timer.source_ = 0;
        return again ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    }

    CallbackGuard& guard_;
    std::function<bool()> function_;
    unsigned source_ = 0;
};

struct WidgetDestroyer {
    void operator()(GtkWidget* widget) const { gtk_widget_destroy(widget); }
};
// A window of ours; goes when this goes.
using WindowPointer = std::unique_ptr<GtkWidget, WidgetDestroyer>;

struct ReferenceRelease {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename Type>
using ObjectPointer = std::unique_ptr<Type, ReferenceRelease>;

struct GlibFree {
    void operator()(gpointer memory) const { g_free(memory); }
};
using GlibText = std::unique_ptr<char, GlibFree>;

} // namespace style_transfer

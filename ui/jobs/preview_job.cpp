// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/preview_job.h"

#include "engine/client/picture_throttle.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

constexpr int preview_iterations = 3;
constexpr int preview_evaluations = 15; // of gram
// Coarse stages, which are most of it, cost next to nothing.
constexpr int matching_evaluations = 20;
constexpr int continued_iterations = 1; // of matching: what a change is about is soon found

// A newer request waits for so many evaluations: while a slider is moved without rest, each of its
// values still changes the picture.
constexpr int least_evaluations = 4;

// What paints previews, and its layers.
struct PreviewNetwork {
    std::string model;
    std::vector<NetworkLayer> layers;

    // Another network may have the content layer that this one has not.
    Settings fitted(Settings settings) const {
        settings.model = model;
        const auto layer = std::ranges::find(layers, settings.content_layer, &NetworkLayer::name);
        if (layer == layers.end() || !layer->content)
            settings.content_layer = default_settings(settings.method).content_layer;
        return settings;
    }
};

PreviewNetwork find_network(const ste_api& api) {
    const std::string first = preview_settings({}).model;
    try {
        return {first, describe_model(api, first)};
    } catch (const Error& error) {
        if (error.code() != ErrorCode::model)
            throw;
        const std::string second = "compact";
        return {second, describe_model(api, second)};
    }
}

} // namespace

Settings preview_settings(const Settings& settings) {
    Settings preview = settings;
    const Settings standard;
    preview.model = "preview";
    if (settings.iterations > 0) {
        preview.iterations = preview_iterations;
        preview.evaluations =
            settings.method == Method::matching ? matching_evaluations : preview_evaluations;
    }
    preview.size = standard.size; // the pictures are small already
    preview.quality = standard.quality;
    // It goes on from the picture that is there; matching begins small.
    preview.schedule = settings.method == Method::matching ? Schedule::pyramid : Schedule::single;
    preview.memory = standard.memory;
    return preview;
}

Settings continued_preview(Settings preview) {
    if (preview.method == Method::matching)
        preview.iterations = std::min(preview.iterations, continued_iterations);
    return preview;
}

// What both threads touch. The mutex guards every member and is never held while the engine works.
struct PreviewJob::Shared {
    struct Request {
        Settings settings;
        std::shared_ptr<const Image> base;
        std::shared_ptr<const Image> style;
    };

    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Request> wanted;
    std::shared_ptr<const Image> base; // of the newest request
    bool ending = false;
    PreviewState state;
    std::shared_ptr<const Image> picture;

    std::optional<Request> next_request() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return ending || wanted; });
        if (ending)
            return std::nullopt;
        return std::exchange(wanted, std::nullopt);
    }

    void publish(Image&& image, const Request& request) {
        auto newest = std::make_shared<const Image>(std::move(image));
        const std::lock_guard lock(mutex);
        if (request.base != base)
            return;
        picture.swap(newest);
        ++state.picture_number;
    }

    // The engine's answer to a newer request is to keep what it has; to the end of the window and
    // to another base, to drop it.
    void obey(Session& session, const Request& request, int evaluations) {
        const std::lock_guard lock(mutex);
        if (ending || request.base != base)
            session.request_cancel();
        else if (wanted && evaluations >= least_evaluations)
            session.request_stop();
    }

    void paint(Session& session, const Request& request) {
        PictureThrottle throttle;
        session.run([&](const Progress& progress) {
            obey(session, request, progress.evaluations);
            const auto begin = PictureThrottle::Clock::now();
            // What the start looks like is on the screen already.
            if (progress.event != ProgressEvent::evaluation || !throttle.due(begin))
                return;
            publish(session.picture(), request);
            throttle.taken(begin, PictureThrottle::Clock::now());
        });
        publish(session.picture(), request);
    }

    void answered(PreviewState::Phase phase, const std::string& error = {}) {
        const std::lock_guard lock(mutex);
        if (wanted)
            return;
        state.phase = phase;
        state.error = error;
    }

    void work(const EngineLoader& loader) {
        // The library takes a second: it is there when a style is chosen. A failure comes again
        // then.
        try {
            loader();
        } catch (...) {
        }
        std::optional<PreviewNetwork> network;
        std::optional<Session> newest;
        std::shared_ptr<const Image> newest_base;
        while (const auto request = next_request()) {
            try {
                if (newest_base != request->base)
                    newest.reset();
                newest_base = request->base;
                const ste_api& api = loader();
                if (!network)
                    network = find_network(api);
                Session session(api);
                const Settings settings = network->fitted(request->settings);
                session.prepare(
                    newest ? continued_preview(settings) : settings, request->base->view(),
                    {{request->style->view()}});
                if (newest)
                    session.start_at(*newest);
                paint(session, *request);
                if (newest)
                    *newest = std::move(session);
                else
                    newest.emplace(std::move(session));
                answered(PreviewState::Phase::settled);
            } catch (const std::exception& exception) {
                answered(PreviewState::Phase::failed, exception.what());
            } catch (...) {
                answered(PreviewState::Phase::failed, "The preview failed for an unknown reason.");
            }
        }
    }
};

PreviewJob::PreviewJob(EngineLoader loader)
    : shared_(std::make_shared<Shared>()),
      worker_([shared = shared_, load = std::move(loader)] { shared->work(load); }) {}

PreviewJob::~PreviewJob() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->ending = true;
        shared_->changed.notify_all();
    }
    worker_.join();
}

void PreviewJob::show(
    const Settings& settings, std::shared_ptr<const Image> base,
    std::shared_ptr<const Image> style) {
    const std::lock_guard lock(shared_->mutex);
    if (base != shared_->base && shared_->picture) {
        shared_->picture.reset();
        ++shared_->state.picture_number;
    }
    shared_->base = base;
    shared_->wanted = Shared::Request{settings, std::move(base), std::move(style)};
    shared_->state.phase = PreviewState::Phase::working;
    shared_->state.error.clear();
    shared_->changed.notify_all();
}

PreviewState PreviewJob::state() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->state;
}

Image PreviewJob::picture() const {
    std::shared_ptr<const Image> newest;
    {
        const std::lock_guard lock(shared_->mutex);
        newest = shared_->picture;
    }
    return newest ? newest->clone() : Image();
}

} // namespace style_transfer

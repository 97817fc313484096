// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/preview_job.h"

#include "engine/base/translation.h"
#include "engine/client/picture_throttle.h"
#include "engine/finishing/finisher.h"
#include "ui/jobs/recent.h"

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
constexpr int quick_iterations = 1; // what a style or a change is about is soon found

// A newer request waits for so many evaluations: while a slider is moved without rest, each of its
// values still changes the picture.
constexpr int least_evaluations = 4;

// Finished pictures that are kept: a style that is looked at again shows at once.
constexpr std::size_t most_finished = 16;

// The network of a first picture, and the one whose pictures are like the run's: at 256 pixels they
// are a quarter nearer to it, and take three times as long.
constexpr const char* quick_model = "preview";
constexpr const char* result_model = "compact";

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

// The network of that name, or the other one of the two that come with the program.
PreviewNetwork find_network(const ste_api& api, const std::string& model) {
    try {
        return {model, describe_model(api, model)};
    } catch (const Error& error) {
        if (error.code() != ErrorCode::model)
            throw;
        const std::string other = model == quick_model ? result_model : quick_model;
        return {other, describe_model(api, other)};
    }
}

} // namespace

Settings preview_settings(const Settings& settings) {
    Settings preview = settings;
    const Settings standard;
    preview.model = settings.model == quick_model ? quick_model : result_model;
    if (settings.iterations > 0) {
        preview.iterations = preview_iterations;
        preview.evaluations =
            settings.method == Method::matching ? matching_evaluations : preview_evaluations;
    }
    preview.size = standard.size; // the pictures are small already
    preview.quality = standard.quality;
    preview.memory = standard.memory;
    return preview;
}

Settings quick_preview(Settings preview) {
    preview.model = quick_model;
    preview.iterations = std::min(preview.iterations, quick_iterations);
    return preview;
}

Settings continued_preview(Settings preview) {
    preview = quick_preview(preview);
    if (preview.method == Method::gram)
        preview.schedule = Schedule::single; // at the size of the picture that is there
    return preview;
}

bool continues_preview(const Settings& settings, const Settings& former) {
    return settings.method == former.method &&
           std::ranges::count_if(parameters(), [&](const Parameter& parameter) {
               return value_text(parameter, settings) != value_text(parameter, former);
           }) <= 1;
}

// What both threads touch. The mutex guards every member and is never held while the engine works.
struct PreviewJob::Shared {
    struct Request {
        Settings settings;
        std::shared_ptr<const Image> base;
        std::vector<PreviewStyle> styles; // one at least

        bool operator==(const Request&) const = default;
    };
    enum class Shows { each_picture, the_last_one };

    explicit Shared(RgbSpace numbers) : space(std::move(numbers)) {}

    const RgbSpace space;
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

    void publish(std::shared_ptr<const Image> newest, const Request& request) {
        const std::lock_guard lock(mutex);
        if (request.base != base)
            return;
        picture.swap(newest);
        ++state.picture_number;
    }

    bool is_overtaken() {
        const std::lock_guard lock(mutex);
        return ending || wanted;
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

    std::shared_ptr<const Image> finished(const Session& session, const Request& request) const {
        Image painted = session.picture();
        finish(request.settings, painted.span(), request.base->view(), space);
        return std::make_shared<const Image>(std::move(painted));
    }

    // Nothing when it was not finished because of a newer request.
    std::shared_ptr<const Image> paint(Session& session, const Request& request, Shows shows) {
        PictureThrottle throttle;
        session.run([&](const Progress& progress) {
            obey(session, request, progress.evaluations);
            const auto begin = PictureThrottle::Clock::now();
            // What the start looks like is on the screen already.
            if (shows != Shows::each_picture || progress.event != ProgressEvent::evaluation ||
                !throttle.due(begin))
                return;
            publish(finished(session, request), request);
            throttle.taken(begin, PictureThrottle::Clock::now());
        });
        const bool complete = !is_overtaken();
        if (!complete && shows != Shows::each_picture)
            return nullptr;
        auto last = finished(session, request);
        publish(last, request);
        return complete ? last : nullptr;
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
        Painter painter(*this, loader);
        while (const auto request = next_request()) {
            try {
                painter.paint(*request);
                answered(PreviewState::Phase::settled);
            } catch (const std::exception& exception) {
                answered(PreviewState::Phase::failed, exception.what());
            } catch (...) {
                answered(
                    PreviewState::Phase::failed, _("The preview failed for an unknown reason."));
            }
        }
    }

    // The worker's own.
    class Painter {
      public:
        Painter(Shared& shared, const EngineLoader& loader) : shared_(shared), loader_(loader) {}

        void paint(const Request& request) {
            if (const auto* finished = finished_.find(request)) {
                shared_.publish(*finished, request);
                return;
            }
            if (newest_ && newest_request_.base != request.base)
                newest_ = nullptr;
            // What a moved control does shows at once, on the picture that is there; what another
            // style or preset does, as soon as a small network can tell. What then stays is what a
            // run with these settings makes, however they were come to.
            const bool moved = newest_ && newest_request_.styles == request.styles &&
                               continues_preview(request.settings, newest_request_.settings);
            Shows shows = Shows::each_picture;
            if (moved || request.settings.model != quick_model) {
                const Settings quick =
                    moved ? continued_preview(request.settings) : quick_preview(request.settings);
                Session session = prepared(request, quick, quick_);
                if (moved)
                    session.start_at(*newest_);
                shared_.paint(session, request, Shows::each_picture);
                keep(quick_, std::move(session), request);
                if (shared_.is_overtaken())
                    return;
                shows = Shows::the_last_one;
            }
            Session session = prepared(request, request.settings, final_);
            const auto result = shared_.paint(session, request, shows);
            if (result)
                finished_.put(request, result);
            if (result || shows == Shows::each_picture)
                keep(final_, std::move(session), request);
        }

      private:
        Session prepared(
            const Request& request, const Settings& settings,
            const std::optional<Session>& previous) {
            const ste_api& api = loader_();
            const PreviewNetwork* network = networks_.find(settings.model);
            if (!network)
                network = &networks_.put(settings.model, find_network(api, settings.model));
            std::vector<StyleView> styles;
            for (const PreviewStyle& style : request.styles)
                styles.push_back(
                    {style.picture->view(), style.weight,
                     style.region ? style.region->view() : ImageView{}});
            Session session(api);
            session.prepare(
                network->fitted(settings), request.base->view(), styles,
                previous ? &*previous : nullptr);
            return session;
        }

        void keep(std::optional<Session>& place, Session&& session, const Request& request) {
            if (place)
                *place = std::move(session);
            else
                place.emplace(std::move(session));
            newest_ = &*place;
            newest_request_ = request;
        }

        Shared& shared_;
        const EngineLoader& loader_;
        Recent<std::string, PreviewNetwork> networks_{2};
        std::optional<Session> quick_;
        std::optional<Session> final_;
        const Session* newest_ = nullptr; // of these, that a moved control goes on from
        Request newest_request_;
        Recent<Request, std::shared_ptr<const Image>> finished_{most_finished};
    };
};

PreviewJob::PreviewJob(EngineLoader loader, RgbSpace space)
    : shared_(std::make_shared<Shared>(std::move(space))),
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
    const Settings& settings, std::shared_ptr<const Image> base, std::vector<PreviewStyle> styles) {
    const std::lock_guard lock(shared_->mutex);
    if (base != shared_->base && shared_->picture) {
        shared_->picture.reset();
        ++shared_->state.picture_number;
    }
    shared_->base = base;
    shared_->wanted = Shared::Request{settings, std::move(base), std::move(styles)};
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/paint_job.h"

#include "engine/base/style_parts.h"
#include "engine/base/translation.h"
#include "engine/client/picture_throttle.h"
#include "engine/pixels/working_images.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>

namespace style_transfer {

namespace {

Error cancelled_error() {
    return Error(ErrorCode::cancelled, _("The style transfer was cancelled."));
}

// The exception that is being handled, as the project's own.
Error current_error() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return Error(
            ErrorCode::memory,
            _("There is not enough memory for the style transfer; choose a smaller size of the "
              "working image."));
    } catch (const std::exception& exception) {
        return Error(
            ErrorCode::internal,
            formatted(_("The style transfer failed unexpectedly: %s."), exception.what()));
    } catch (...) {
        return Error(ErrorCode::internal, _("The style transfer failed for an unknown reason."));
    }
}

} // namespace

// What both threads touch. The mutex guards every member; it is never held while the engine works
// or pixels are copied, only for the short calls of request_stop and request_cancel, so that the
// session cannot go away under them.
struct PaintJob::Shared {
    std::mutex mutex;
    std::condition_variable changed; // when it has ended
    PaintState state;
    std::shared_ptr<Image> picture;
    Session* reachable = nullptr; // while requests can reach it
    bool stop = false;
    bool cancel = false;
    std::optional<PaintResult> result; // this, or `error`, when it has ended
    std::optional<Error> error;

    bool ended() const {
        return state.phase != PaintState::Phase::loading &&
               state.phase != PaintState::Phase::running;
    }

    void check_not_cancelled() {
        const std::lock_guard lock(mutex);
        if (cancel)
            throw cancelled_error();
    }

    // Lets requests reach the session for as long as this lives, with those made before it existed.
    class Reachable {
      public:
        Reachable(Shared& shared, Session& session) : shared_(shared) {
            const std::lock_guard lock(shared_.mutex);
            shared_.reachable = &session;
            if (shared_.stop)
                session.request_stop();
            if (shared_.cancel)
                session.request_cancel();
        }
        ~Reachable() {
            const std::lock_guard lock(shared_.mutex);
            shared_.reachable = nullptr;
        }
        Reachable(const Reachable&) = delete;
        Reachable& operator=(const Reachable&) = delete;

      private:
        Shared& shared_;
    };

    void begin_running() {
        const std::lock_guard lock(mutex);
        state.phase = PaintState::Phase::running;
    }

    void publish(Image&& image) {
        auto newest = std::make_shared<Image>(std::move(image));
        const std::lock_guard lock(mutex);
        picture.swap(newest);
        ++state.picture_number;
    }

    void publish(const Progress& progress) {
        const std::lock_guard lock(mutex);
        state.progress = progress;
        if (!state.initial_loss)
            state.initial_loss = progress.losses.total();
    }

    // What a window needs besides the painting: at its size.
    struct Shown {
        Image photo;
        Image covered; // see Canvas
    };
    static Shown shown_of(const Canvas& canvas, int longer_side) {
        const Size whole = canvas.working_base_size();
        const Size size = scaled_to_longer_side(whole, std::min(longer_side, whole.longer_side()));
        return {
            area_means(canvas.working_base(), size),
            canvas.working_covered().pixels ? area_means(canvas.working_covered(), size) : Image()};
    }

    void publish_shown(const Session& session, const PaintWork& work, const Shown& beside) {
        Image shown = session.picture(work.shown_side);
        finish(work.settings, shown.span(), beside.photo.view(), work.space);
        keep_uncovered(shown.span(), beside.photo.view(), beside.covered.view());
        publish(std::move(shown));
    }

    // Before pictures are resampled, which can take a minute.
    void check_memory(Session& session, const PaintWork& work) {
        const Reachable while_reading(*this, session);
        const WorkingSizes sizes = working_sizes(work.base.size(), work.styles, work.settings);
        const auto regions = std::ranges::count_if(
            work.styles, [](const Style& style) { return !style.region.empty(); });
        session.check_memory(work.settings, sizes.base, sizes.styles, int(regions), work.previous);
    }

    void paint(Session& session, Canvas& canvas, const PaintWork& work) {
        const Reachable while_working(*this, session);
        session.prepare(
            work.settings, canvas.working_base(), canvas.working_styles(), work.previous);
        if (work.prepared)
            work.prepared(session, canvas);
        Shown beside;
        if (work.shown_side > 0)
            beside = shown_of(canvas, work.shown_side);
        canvas.release(work.keeps_photo || finishing_needs_photo(work.settings));
        begin_running();
        PictureThrottle throttle;
        session.run([&](const Progress& progress) {
            publish(progress);
            if (work.progress)
                work.progress(progress);
            const auto begin = PictureThrottle::Clock::now();
            // The result is taken once, below.
            if (work.shown_side == 0 || progress.event == ProgressEvent::finished ||
                !throttle.due(begin))
                return;
            publish_shown(session, work, beside);
            throttle.taken(begin, PictureThrottle::Clock::now());
        });
        if (work.shown_side > 0)
            publish_shown(session, work, beside);
    }

    void run(const EngineLoader& loader, PaintWork work) {
        check_not_cancelled();
        const ste_api& api = loader();
        check_not_cancelled();
        Session session(api);
        check_memory(session, work);
        Canvas canvas(std::move(work.base), work.styles, work.settings, work.size, work.space);
        work.styles.clear();
        check_not_cancelled();
        paint(session, canvas, work);
        Image painting = session.picture();
        const std::lock_guard lock(mutex);
        result.emplace(
            PaintResult{std::move(painting), std::move(canvas), std::move(session), work.settings});
    }

    void end(std::optional<Error> failure) {
        const std::lock_guard lock(mutex);
        // Whoever cancelled does not want to hear of anything else.
        if (cancel)
            failure = cancelled_error();
        error = std::move(failure);
        if (!error) {
            state.phase = PaintState::Phase::finished;
        } else if (error->code() == ErrorCode::cancelled) {
            state.phase = PaintState::Phase::cancelled;
        } else {
            state.phase = PaintState::Phase::failed;
            state.error = error->what();
        }
        changed.notify_all();
    }
};

PaintJob::PaintJob(EngineLoader loader, PaintWork work)
    : shared_(std::make_shared<Shared>()),
      worker_([shared = shared_, load = std::move(loader), given = std::move(work)]() mutable {
          std::optional<Error> failure;
          try {
              shared->run(load, std::move(given));
          } catch (...) {
              failure = current_error();
          }
          shared->end(std::move(failure));
      }) {}

PaintJob::~PaintJob() {
    request_cancel();
    if (worker_.joinable())
        worker_.join();
}

PaintState PaintJob::state() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->state;
}

Image PaintJob::picture() const {
    std::shared_ptr<Image> newest;
    {
        const std::lock_guard lock(shared_->mutex);
        newest = shared_->picture;
    }
    return newest && !newest->empty() ? newest->clone() : Image();
}

void PaintJob::request_stop() {
    const std::lock_guard lock(shared_->mutex);
    shared_->stop = true;
    if (shared_->reachable)
        shared_->reachable->request_stop();
}

void PaintJob::request_cancel() {
    const std::lock_guard lock(shared_->mutex);
    shared_->cancel = true;
    if (shared_->reachable)
        shared_->reachable->request_cancel();
    if (shared_->state.phase == PaintState::Phase::finished)
        shared_->state.phase = PaintState::Phase::cancelled;
}

bool PaintJob::wait_for(std::chrono::milliseconds time) const {
    std::unique_lock lock(shared_->mutex);
    return shared_->changed.wait_for(lock, time, [this] { return shared_->ended(); });
}

PaintResult PaintJob::wait() {
    worker_.join();
    const std::lock_guard lock(shared_->mutex);
    if (shared_->error)
        throw *shared_->error;
    if (shared_->cancel)
        throw cancelled_error();
    return std::move(*shared_->result);
}

} // namespace style_transfer

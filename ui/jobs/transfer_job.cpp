// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/transfer_job.h"

#include "ui/jobs/picture_throttle.h"

#include <mutex>
#include <new>
#include <utility>

namespace style_transfer {

namespace {

Error cancelled_error() {
    return Error(ErrorCode::cancelled, "The style transfer was cancelled.");
}

// The exception that is being handled, as the project's own.
Error current_error() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return Error(
            ErrorCode::memory, "There is not enough memory for the style transfer; choose a "
                               "smaller size of the working image.");
    } catch (const std::exception& exception) {
        return Error(
            ErrorCode::internal,
            std::string("The style transfer failed unexpectedly: ") + exception.what() + ".");
    } catch (...) {
        return Error(ErrorCode::internal, "The style transfer failed for an unknown reason.");
    }
}

} // namespace

// What both threads touch. The mutex guards every member; it is never held while the engine works
// or pixels are copied, only for the short calls of request_stop and request_cancel, so that the
// session cannot go away under them.
struct TransferJob::Shared {
    std::mutex mutex;
    JobState state;
    std::shared_ptr<Image> picture;
    Session* reachable = nullptr; // while requests can reach it
    bool stop = false;
    bool cancel = false;
    std::optional<Error> error;

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
        state.phase = JobState::Phase::running;
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

    void work(const EngineLoader& loader, const Settings& settings, Image base, Image style) {
        check_not_cancelled();
        const ste_api& api = loader();
        check_not_cancelled();
        Session session(api);
        const Reachable while_working(*this, session);
        session.prepare(settings, base.view(), style.view());
        base = {}; // the session has copies
        style = {};
        begin_running();
        PictureThrottle throttle;
        session.run([&](const Progress& progress) {
            publish(progress);
            const auto begin = PictureThrottle::Clock::now();
            // The result is taken once, below.
            if (progress.event == ProgressEvent::finished || !throttle.due(begin))
                return;
            publish(session.picture());
            throttle.taken(begin, PictureThrottle::Clock::now());
        });
        publish(session.picture());
    }

    void end(std::optional<Error> failure) {
        const std::lock_guard lock(mutex);
        // Whoever cancelled does not want to hear of anything else.
        if (cancel)
            failure = cancelled_error();
        error = std::move(failure);
        if (!error) {
            state.phase = JobState::Phase::finished;
        } else if (error->code() == ErrorCode::cancelled) {
            state.phase = JobState::Phase::cancelled;
        } else {
            state.phase = JobState::Phase::failed;
            state.error = error->what();
        }
    }
};

TransferJob::TransferJob(EngineLoader loader, const Settings& settings, Image base, Image style)
    : shared_(std::make_shared<Shared>()),
      worker_([shared = shared_, load = std::move(loader), settings, source = std::move(base),
               reference = std::move(style)]() mutable {
          std::optional<Error> failure;
          try {
              shared->work(load, settings, std::move(source), std::move(reference));
          } catch (...) {
              failure = current_error();
          }
          shared->end(std::move(failure));
      }) {}

TransferJob::~TransferJob() {
    request_cancel();
    if (worker_.joinable())
        worker_.join();
}

JobState TransferJob::state() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->state;
}

Image TransferJob::picture() const {
    std::shared_ptr<Image> newest;
    {
        const std::lock_guard lock(shared_->mutex);
        newest = shared_->picture;
    }
    return newest && !newest->empty() ? newest->clone() : Image();
}

void TransferJob::request_stop() {
    const std::lock_guard lock(shared_->mutex);
    shared_->stop = true;
    if (shared_->reachable)
        shared_->reachable->request_stop();
}

void TransferJob::request_cancel() {
    const std::lock_guard lock(shared_->mutex);
    shared_->cancel = true;
    if (shared_->reachable)
        shared_->reachable->request_cancel();
    if (shared_->state.phase == JobState::Phase::finished)
        shared_->state.phase = JobState::Phase::cancelled;
}

Image TransferJob::wait() {
    worker_.join();
    const std::lock_guard lock(shared_->mutex);
    if (shared_->error)
        throw *shared_->error;
    if (shared_->cancel)
        throw cancelled_error();
    return std::move(*shared_->picture);
}

} // namespace style_transfer

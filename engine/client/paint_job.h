// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"
#include "engine/pixels/finished_picture.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace style_transfer {

// What is painted, and how.
struct PaintWork {
    Image base;                // at its own size, RGB or RGBA
    std::vector<Style> styles; // one at least
    Settings settings{};
    // The longer side of the pictures that there are before the end, at most four new ones a
    // second; 0: none, which keeps the time that each takes for the work.
    int shown_side = 0;
    // Whether the result will be finished with other settings than these.
    bool keeps_photo = false;
    ResultSize size = ResultSize::base;
    // Of an earlier run, may be empty: what of its network and styles still holds is used again. It
    // is not at work, and lives until the job has ended.
    const Session* previous = nullptr;
    // Called on the job's thread, may be empty: before the first evaluation, and as the work goes
    // on. What they throw ends the job.
    std::function<void(const Session&, const Canvas&)> prepared{};
    std::function<void(const Progress&)> progress{};
    RgbSpace space{}; // of the numbers of base and styles
};

// What has been painted. Each can be moved away.
struct PaintResult {
    Image picture; // RGB at working size, not finished
    Canvas canvas;
    Session session; // for another run's `previous`, and to say how it was done
    Settings settings{};

    // At its own size, with the alpha of the base. For a large base that takes seconds.
    Image finished() const { return FinishedPicture(canvas, picture.view()).whole(settings); }
};

// What a window shows of a running job: a copy, taken at one moment.
struct PaintState {
    enum class Phase { loading, running, finished, cancelled, failed };

    Phase phase = Phase::loading;
    std::optional<Progress> progress;   // the newest; none before the start has been evaluated
    std::optional<double> initial_loss; // the total of the start
    std::string error;                  // the sentence, when failed
    unsigned picture_number = 0;        // grows with each new picture; 0: there is none yet
};

// One run, from base and styles to the result, on a thread of its own, which resamples with GEGL:
// call gegl_init() before. All members may be called from any one other thread. The destructor
// cancels and waits.
class PaintJob {
  public:
    // Starts at once.
    PaintJob(EngineLoader loader, PaintWork work);
    ~PaintJob();
    PaintJob(const PaintJob&) = delete;
    PaintJob& operator=(const PaintJob&) = delete;

    PaintState state() const;

    // The newest picture, RGB, no larger than `shown_side`, finished as the result will be but for
    // the detail beyond its size; empty while there is none.
    Image picture() const;

    void request_stop();   // ends soon; what stands then is the result
    void request_cancel(); // ends soon without a result, also when the work has just finished

    // Waits for the end, but no longer than that; whether it has come.
    bool wait_for(std::chrono::milliseconds time) const;

    // Waits for the end and hands over the result. Throws the job's Error, with code cancelled
    // after request_cancel(). Call once.
    PaintResult wait();

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace style_transfer {

// What a window shows of a running job: a copy, taken at one moment.
struct JobState {
    enum class Phase { loading, running, finished, cancelled, failed };

    Phase phase = Phase::loading;
    std::optional<Progress> progress;   // the newest; none before the start has been evaluated
    std::optional<double> initial_loss; // the total of the start
    std::string error;                  // the sentence, when failed
    unsigned picture_number = 0;        // grows with each new picture; 0: there is none yet
};

// One stylisation on a thread of its own. All members may be called from any one other thread.
// The destructor cancels and waits.
class TransferJob {
  public:
    // Takes base and style at working size and starts at once.
    TransferJob(EngineLoader loader, const Settings& settings, Image base, Image style);
    ~TransferJob();
    TransferJob(const TransferJob&) = delete;
    TransferJob& operator=(const TransferJob&) = delete;

    JobState state() const;

    // The newest picture (RGB), enhanced as the result will be; empty while there is none and
    // after wait(). At most four new ones a second.
    Image picture() const;

    void request_stop();   // ends soon; what stands then is the result
    void request_cancel(); // ends soon without a result, also when the work has just finished

    // Waits for the end and hands over the result, RGB at the base's size. Throws the job's Error,
    // with code cancelled after request_cancel(). Call once.
    Image wait();

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace style_transfer {

// Answers questions on a thread of its own. All members may be called from any one other thread and
// never wait, but for the destructor. Until the question that was asked last has its answer, that
// is an Answer{}.
template <typename Question, typename Answer>
class AnswerJob {
  public:
    // Called on the thread; throws nothing.
    using Work = std::function<Answer(const Question&)>;

    explicit AnswerJob(Work work)
        : shared_(std::make_shared<Shared>()),
          worker_([shared = shared_, work = std::move(work)] { shared->answer_all(work); }) {}
    ~AnswerJob() {
        {
            const std::lock_guard lock(shared_->mutex);
            shared_->ending = true;
            shared_->changed.notify_all();
        }
        worker_.join();
    }
    AnswerJob(const AnswerJob&) = delete;
    AnswerJob& operator=(const AnswerJob&) = delete;

    // Of several calls in a short time the last one counts. The same question again is not answered
    // again.
    void ask(Question question) {
        const std::lock_guard lock(shared_->mutex);
        if (shared_->asked == question)
            return;
        shared_->asked = std::move(question);
        shared_->open = true;
        shared_->answer = {};
        shared_->changed.notify_all();
    }

    Answer answer() const {
        const std::lock_guard lock(shared_->mutex);
        return shared_->answer;
    }

  private:
    // What both threads touch. The mutex guards every member and is never held during the work.
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Question> asked; // last
        bool open = false;             // it has not been taken up
        bool ending = false;
        Answer answer{};

        std::optional<Question> next() {
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return ending || open; });
            open = false;
            return ending ? std::nullopt : asked;
        }

        void answer_all(const Work& work) {
            while (const auto question = next()) {
                Answer found = work(*question);
                const std::lock_guard lock(mutex);
                if (!open)
                    answer = std::move(found);
            }
        }
    };

    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer

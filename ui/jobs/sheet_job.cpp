// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sheet_job.h"

#include "engine/client/paint_job.h"

#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace style_transfer {

namespace {

constexpr std::chrono::milliseconds look_interval{50};

} // namespace

// What both threads touch. The mutex guards every member and is never held while the engine works.
struct SheetJob::Shared {
    mutable std::mutex mutex;
    SheetState state;
    bool stopping = false;

    bool is_stopping() const {
        const std::lock_guard lock(mutex);
        return stopping;
    }
    void tell_fraction(double fraction) {
        const std::lock_guard lock(mutex);
        state.fraction = fraction;
    }
    void finish_cell(std::size_t index, SheetCellState cell) {
        const std::lock_guard lock(mutex);
        state.cells[index] = std::move(cell);
        state.fraction = double(index + 1) / double(state.cells.size());
    }

    static std::vector<Style> styles_of(const SheetWork& work, const SheetCell& cell) {
        if (cell.style)
            return one_style(work.paintings.at(*cell.style)->clone());
        std::vector<Style> styles;
        for (const PreviewStyle& style : work.styles)
            styles.push_back(
                {style.picture->clone(), style.weight,
                 style.region ? style.region->clone() : Image{}});
        return styles;
    }

    void paint(
        const EngineLoader& loader, const SheetWork& work, std::size_t index,
        std::optional<Session>& previous) {
        const SheetCell& cell = work.sheet.cells[index];
        PaintWork painting;
        painting.base = work.base->clone();
        painting.styles = styles_of(work, cell);
        painting.settings = cell.settings;
        painting.space = work.space;
        painting.previous = previous ? &*previous : nullptr;
        PaintJob job(loader, std::move(painting));
        while (!job.wait_for(look_interval)) {
            if (is_stopping())
                job.request_cancel();
            const PaintState now = job.state();
            const double part = now.progress ? now.progress->fraction : 0;
            tell_fraction((double(index) + part) / double(work.sheet.cells.size()));
        }
        PaintResult result = job.wait();
        finish_cell(index, {std::make_shared<const Image>(result.finished()), {}});
        previous.emplace(std::move(result.session));
    }

    void work_on(const EngineLoader& loader, const SheetWork& work) {
        std::optional<Session> previous;
        for (std::size_t i = 0; i < work.sheet.cells.size() && !is_stopping(); ++i) {
            try {
                paint(loader, work, i, previous);
            } catch (const Error& error) {
                if (error.code() != ErrorCode::cancelled)
                    finish_cell(i, {nullptr, error.what()});
            } catch (const std::exception& exception) {
                finish_cell(i, {nullptr, exception.what()});
            }
        }
        const std::lock_guard lock(mutex);
        state.ended = true;
    }
};

SheetJob::SheetJob(EngineLoader loader, SheetWork work) : shared_(std::make_shared<Shared>()) {
    shared_->state.cells.resize(work.sheet.cells.size());
    worker_ = std::thread([shared = shared_, loader = std::move(loader), work = std::move(work)] {
        shared->work_on(loader, work);
    });
}

SheetJob::~SheetJob() {
    request_stop();
    worker_.join();
}

SheetState SheetJob::state() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->state;
}

void SheetJob::request_stop() {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopping = true;
}

} // namespace style_transfer

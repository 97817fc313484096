// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/proof_sheet.h"
#include "ui/jobs/preview_job.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace style_transfer {

// What is painted: the cells of a sheet, each on the same small base.
struct SheetWork {
    ProofSheet sheet;
    std::shared_ptr<const Image> base;
    std::vector<PreviewStyle> styles;                    // of cells that have none of their own
    std::vector<std::shared_ptr<const Image>> paintings; // SheetCell::style counts in these
    RgbSpace space{};                                    // of all numbers
};

struct SheetCellState {
    std::shared_ptr<const Image> picture; // finished; nullptr: not painted yet, or failed
    std::string error;                    // why it cannot be painted

    bool operator==(const SheetCellState&) const = default;
};

// A copy, taken at one moment.
struct SheetState {
    std::vector<SheetCellState> cells;
    double fraction = 0; // done, in [0,1]
    bool ended = false;  // nothing more is painted
};

// Paints the cells one after the other on a thread of its own, the network and what was found in
// the styles kept from one to the next. A cell that fails does not hold up the others. Call
// gegl_init() before. All members may be called from any one other thread. The destructor stops and
// waits.
class SheetJob {
  public:
    SheetJob(EngineLoader loader, SheetWork work);
    ~SheetJob();
    SheetJob(const SheetJob&) = delete;
    SheetJob& operator=(const SheetJob&) = delete;

    SheetState state() const;
    void request_stop(); // ends soon; the cells that are there stay

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// How a procedure is called and answers, in GIMP's types.
#pragma once

#include "plugin/answer.h"

#include <libgimp/gimp.h>

namespace style_transfer {

inline RunMode run_mode_of(GimpRunMode mode) {
    switch (mode) {
    case GIMP_RUN_INTERACTIVE:
        return RunMode::interactive;
    case GIMP_RUN_WITH_LAST_VALS:
        return RunMode::with_last_values;
    default:
        return RunMode::non_interactive;
    }
}

inline GimpPDBStatusType status_of(Answer::Status status) {
    switch (status) {
    case Answer::Status::success:
        return GIMP_PDB_SUCCESS;
    case Answer::Status::cancelled:
        return GIMP_PDB_CANCEL;
    case Answer::Status::calling_error:
        return GIMP_PDB_CALLING_ERROR;
    default:
        return GIMP_PDB_EXECUTION_ERROR;
    }
}

} // namespace style_transfer

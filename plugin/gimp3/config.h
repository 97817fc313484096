// SPDX-License-Identifier: GPL-3.0-or-later
// The table of parameters as arguments of a GIMP 3 procedure, and the values in its config.
#pragma once

#include "plugin/run_procedure.h"

#include <libgimp/gimp.h>

namespace style_transfer {

// The styles, one argument per row of engine/settings/parameters.h, under its name, and the preset.
// A list is a string: "1,1,1,1,0".
void add_arguments(GimpProcedure* procedure);

// GIMP fills in the arguments that a call does not name, with the defaults of painting by matching;
// so a method does not bring its own here, and every value counts as it is; beside a preset, those
// that are not at their default.
// Numbers are not checked.
// Throws Error for what a string argument cannot hold, and for a style that is no local file.
CallArguments read_config(GimpProcedureConfig* config);
void write_config(GimpProcedureConfig* config, const CallArguments& values);

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a picture is seen magnified, in one direction: its middle is at `place`, in [0,1],
// as far as there is picture around it. `length` of `whole` pixels are seen. No toolkit.
#pragma once

namespace style_transfer {

// The first pixel that is seen.
int begin_of_magnified(double place, int length, int whole);

// The place after so many steps of an eighth of what is seen, within the picture.
double scrolled_place(double place, double steps, int length, int whole);

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/finishing/enlargement.h"
#include "engine/finishing/finisher.h"
#include "engine/pixels/canvas.h"
#include "engine/pixels/live_filters.h"

#include <functional>
#include <vector>

typedef union _Babl Babl;

namespace style_transfer {

// A painting as the user gets it: at the size of the result, with the photo's detail, finished as
// some settings want it, with the photo's alpha. It can be had part by part, so that a large one
// takes no memory, and smaller, for a window. Any thread, one at a time.
class FinishedPicture {
  public:
    // What brings brightness, colour and sharpness, and the opacity over the photo: the numbers, as
    // in engine/finishing; the filters of live_filters.h, and then the numbers; or the host, on the
    // layer, whose pixels have none of it.
    enum class Ending { of_numbers, by_filters, on_layer };

    // `painting` (RGB at working size) and the canvas stay the caller's and must outlive it. Throws
    // Error. `space` is that of the canvas, nullptr sRGB; the filters work in its light.
    FinishedPicture(const Canvas& canvas, const ImageView& painting, const Babl* space = nullptr);

    Size size() const { return size_; }

    // Whether all of it is painted: no place is the photo, which nothing is done to.
    bool is_painted_all_over() const { return covered_.pixels == nullptr; }

    // What is to be left on the layer with Ending::on_layer, besides the opacity.
    std::vector<LiveFilter> filters(const Settings& settings) const {
        return live_filters(settings, finisher_.space().has_colours(), pixel());
    }

    // Pixels before they are finished; finishing them is quick, as often as settings change. Valid
    // as long as the picture.
    struct Part {
        Image painting;
        Image detail; // may be empty
        Image small_photo, small_covered;
        ImageView photo;
        ImageView covered; // see Canvas; of no pixels: all is
        Frame frame;       // with what sharpness looks at around
        Area inner{};      // of the frame's part: what was asked for
        double pixel = 1;

        // The photo where it was asked for.
        ImageView asked_photo() const {
            return {
                photo.row(inner.y) + std::ptrdiff_t{inner.x} * photo.channels, inner.size,
                photo.channels, photo.row_stride};
        }
    };
    Part part(const Area& area) const;
    // All of it, no larger than `longer_side`.
    Part overview(int longer_side) const;

    // RGB, or RGBA when the base has alpha; in [0,1] but for what shows of the photo. Throws
    // Error(memory).
    Image
    finished(const Part& part, const Settings& settings, Ending ending = Ending::of_numbers) const;
    Image whole(const Settings& settings, Ending ending = Ending::of_numbers) const;

    // Hands over all of it in strips from top to bottom: their pixels and the row of the first.
    using Strip = std::function<void(const ImageView& rows, int y)>;
    void in_strips(
        const Settings& settings, const Strip& take, Ending ending = Ending::of_numbers) const;

  private:
    // Of what was painted, in the result's.
    double pixel() const { return double(size_.longer_side()) / painting_.size.longer_side(); }
    Part part_of(const Enlargement& enlargement, Size whole, Part part) const;

    ImageView photo_;   // at the result's size; of no pixels where nothing needs it
    ImageView covered_; // the same
    ImageView working_base_;
    Image shrunk_; // the painting, when it is larger than the result
    ImageView painting_;
    Size size_;
    Finisher finisher_;
    Enlargement enlargement_;
    const Babl* babl_space_;
};

} // namespace style_transfer

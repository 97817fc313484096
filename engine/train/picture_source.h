// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of pictures, held in memory with 8 bits per channel, and crops of them. Needs GEGL to be
// started; use from one thread.
#pragma once

#include "engine/base/image.h"
#include "engine/train/random.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer::train {

struct PictureOptions {
    std::filesystem::path folder;       // looked through with all folders below it
    int crop = 192;                     // side of the crops, pixels
    int most = 4000;                    // pictures; when there are more, the seed chooses
    std::string paintings = "painting"; // what the file names of paintings contain
    std::uint64_t seed = 1;
};

class PictureSource {
  public:
    // Called now and then while loading, with the number of files looked at and of all.
    using Progress = std::function<void(int, int)>;

    // Reads the pictures. Files that cannot be read and pictures whose shorter side is below half
    // of the crop are skipped and counted. Throws Error(file) when there is no such folder or fewer
    // than two pictures are left: one in ten, at least one and at most sixty, is held out.
    static PictureSource load(const PictureOptions& options, const Progress& progress = {});

    enum class Kind { any, painting, held_out, held_out_painting };

    // A square of the crop's side: a random part of a random picture at a random scale, down to the
    // whole shorter side, mirrored half of the time. R'G'B' in [0,1]. Held-out pictures come in
    // the two kinds named so only; without paintings, any picture is one.
    Image crop(Kind kind, Random& random) const;
    // The largest square in the middle of held-out picture `index`.
    Image held_out_square(int index) const;

    int crop_side() const { return options_.crop; }
    int training_pictures() const { return int(any_.size()); }
    int paintings() const { return int(paintings_.size()); }
    int held_out_pictures() const { return int(held_out_.size()); }
    int unreadable() const { return unreadable_; }
    int tiny() const { return tiny_; }

  private:
    struct Picture {
        std::vector<std::uint8_t> pixels; // R'G'B', rows without padding
        Size size;
        bool painting = false;
    };

    explicit PictureSource(const PictureOptions& options) : options_(options) {}

    void add(const std::filesystem::path& file);
    void hold_out();
    const std::vector<int>& indices(Kind kind) const;
    Image square(const Picture& picture, int x, int y, int side, bool mirrored) const;

    PictureOptions options_;
    std::vector<Picture> pictures_;
    std::vector<int> any_, paintings_, held_out_, held_out_paintings_; // indices of pictures_
    int unreadable_ = 0;
    int tiny_ = 0;
};

} // namespace style_transfer::train

// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that a style can be chosen from, without opening a file dialog.
#pragma once

#include "ui/widgets/preferences.h"

#include <string>
#include <vector>

namespace style_transfer {

// A picture file and what is said of it, UTF-8, in the user's language where it is known.
struct StylePicture {
    std::string file;   // absolute path in the file system's encoding
    std::string title;  // of the work, or the file's name
    std::string detail; // "Vincent van Gogh, 1889"; empty: nothing is known

    bool operator==(const StylePicture&) const = default;
};

// Main thread.
class StyleLibrary {
  public:
    // Reads the list of the bundled paintings; without one there are none.
    StyleLibrary();

    // In the order of their list.
    const std::vector<StylePicture>& paintings() const { return paintings_; }

    // What is known of a file, which need not exist.
    StylePicture describe(const std::string& file) const;

    // The pictures of a collection that exist. Of a folder those whose names are of picture files,
    // by name, no more than a few hundred; the folders in it are left out.
    std::vector<StylePicture>
    list(StyleCollection collection, const Preferences& preferences) const;

    // What a dialog starts with when nothing is chosen: the last style, or the first painting.
    // Empty when there is none.
    std::string first_style(const Preferences& preferences) const;

  private:
    std::vector<StylePicture> describe_existing(const std::vector<std::string>& files) const;

    std::vector<StylePicture> paintings_;
};

} // namespace style_transfer

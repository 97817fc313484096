// SPDX-License-Identifier: GPL-3.0-or-later
// Several styles, each with its weight and the part of the layer that it is for, and the text in
// which procedures take them and layers carry them: one a line, FILE[:WEIGHT][@REGION], where
// REGION is `selection`, `mask`, `channel NAME` or `layer NAME`. In a file or a name a line break
// is \n, and a backslash stands before a backslash, a colon or an @ that is part of it. No toolkit.
#pragma once

#include "ui/state/open_picture.h"

#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

// Where a style is painted, by the names of the document.
struct StyleRegion {
    enum class Kind {
        rest,      // what no style's region covers
        selection, // of the image
        mask,      // of the layer that is painted
        channel,   // of that name
        layer,     // of that name: what is visible of it
    };
    Kind kind = Kind::rest;
    std::string name{}; // UTF-8

    bool operator==(const StyleRegion&) const = default;
};

// "channel Sky", with the name as people see it; empty for the rest.
std::string to_text(const StyleRegion& region);

struct ListedStyle {
    std::string file; // in the file system's encoding; empty: none
    double weight = 1;
    StyleRegion region{};
    // Instead of the file, which then holds the same picture or is empty; not part of the text.
    OpenPicture open_picture{};

    bool has_picture() const { return !file.empty() || open_picture.id != 0; }
    // Nothing but its picture is to be said of it.
    bool is_plain() const { return weight == 1 && region == StyleRegion{}; }

    bool operator==(const ListedStyle&) const = default;
};

// One line without its end. Weight and region are left out where they have their defaults; only
// without a file the weight is always there, so that the line is not empty.
std::string style_line(const ListedStyle& style);
std::string to_text(const std::vector<ListedStyle>& styles);

// Empty lines count for nothing. What `is_file` says to be a file as it stands, the whole text or a
// line of it, is that file, whatever it is made of. Throws Error(invalid_argument) for a weight or
// region that is none.
std::vector<ListedStyle>
parse_style_list(const std::string& text, bool (*is_file)(const std::string&));

// The same, asking the file system.
std::vector<ListedStyle> parse_style_list(const std::string& text);

// A file or name out of such a line: \n is a line break, and before anything else a backslash goes.
std::string unescaped(std::string_view text);

// Whether a style of them has a region of that kind.
bool is_bound(const std::vector<ListedStyle>& styles, StyleRegion::Kind kind);

} // namespace style_transfer

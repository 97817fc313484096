// SPDX-License-Identifier: GPL-3.0-or-later
// The styles that the dialog is about: a list, of which one is being chosen at the moment, and what
// the document has to paint them in. No toolkit.
#pragma once

#include "ui/state/style_list.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

class ChosenStyles {
  public:
    // There is always one at least, without a picture if need be. The first is the current one.
    explicit ChosenStyles(std::vector<ListedStyle> styles);

    const std::vector<ListedStyle>& list() const { return list_; }
    bool are_several() const { return list_.size() > 1; }

    std::size_t current_index() const { return current_; }
    const ListedStyle& current() const { return list_[current_]; }
    void make_current(std::size_t index);

    // Of the current one.
    void set_file(const std::string& file);
    void set_open_picture(const OpenPicture& picture);
    void set_weight(double weight) { list_[current_].weight = weight; }
    void set_region(const StyleRegion& region) { list_[current_].region = region; }

    // What of a style cannot be used (its file is gone) leaves its place in the list.
    void drop_picture(std::size_t index);

    bool can_add() const;
    void add();    // one without a picture, which is the current one then
    void remove(); // the current one; does nothing where it is the only one

    // What the document has to paint a style in. Nothing is known before the first call: then
    // nothing is missing.
    void set_document_regions(std::vector<StyleRegion> regions);
    bool knows_document() const { return document_regions_.has_value(); }

    // Where the current one can be painted: what no style's region covers, what the document has,
    // and what it is painted in now, be it missing.
    std::vector<StyleRegion> regions_to_choose() const;
    bool is_missing(const StyleRegion& region) const;

    // "Channel: Sky", for a menu.
    std::string region_text(const StyleRegion& region) const;
    // The same with the share of those that are painted in the same region: "Everywhere, 70 %".
    std::string place_text(std::size_t index) const;

    // Why they cannot be painted: one sentence, empty when they can.
    std::string problem() const;
    std::string missing_region_problem() const; // the part of it that the document is to blame for

  private:
    std::vector<ListedStyle> list_;
    std::size_t current_ = 0;
    std::optional<std::vector<StyleRegion>> document_regions_;
};

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/chosen_styles.h"

#include "engine/base/translation.h"
#include "engine/settings/weighted_style.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace style_transfer {

ChosenStyles::ChosenStyles(std::vector<ListedStyle> styles) : list_(std::move(styles)) {
    if (list_.empty())
        list_.emplace_back();
}

void ChosenStyles::make_current(std::size_t index) {
    current_ = std::min(index, list_.size() - 1);
}

void ChosenStyles::set_file(const std::string& file) {
    list_[current_].file = file;
    list_[current_].open_picture = {};
}

void ChosenStyles::set_open_picture(const OpenPicture& picture) {
    list_[current_].file = picture.file;
    list_[current_].open_picture = picture;
}

void ChosenStyles::drop_picture(std::size_t index) {
    list_[index].file.clear();
    list_[index].open_picture = {};
}

bool ChosenStyles::can_add() const {
    return list_.size() < most_styles;
}

void ChosenStyles::add() {
    if (!can_add())
        return;
    list_.emplace_back();
    current_ = list_.size() - 1;
}

void ChosenStyles::remove() {
    if (!are_several())
        return;
    list_.erase(list_.begin() + std::ptrdiff_t(current_));
    make_current(current_);
}

void ChosenStyles::set_document_regions(std::vector<StyleRegion> regions) {
    document_regions_ = std::move(regions);
}

std::vector<StyleRegion> ChosenStyles::regions_to_choose() const {
    std::vector<StyleRegion> regions{StyleRegion{}};
    if (document_regions_)
        regions.insert(regions.end(), document_regions_->begin(), document_regions_->end());
    if (std::ranges::find(regions, current().region) == regions.end())
        regions.push_back(current().region);
    return regions;
}

bool ChosenStyles::is_missing(const StyleRegion& region) const {
    return region.kind != StyleRegion::Kind::rest && document_regions_ &&
           std::ranges::find(*document_regions_, region) == document_regions_->end();
}

std::string ChosenStyles::region_text(const StyleRegion& region) const {
    std::string text;
    switch (region.kind) {
    case StyleRegion::Kind::rest:
        // Where a style is painted that has no region.
        text = std::ranges::any_of(
                   list_, [](const ListedStyle& style) { return style.region != StyleRegion{}; })
                   ? _("Everywhere else")
                   : _("Everywhere");
        break;
    case StyleRegion::Kind::selection:
        text = _("Selection");
        break;
    case StyleRegion::Kind::mask:
        text = _("Layer mask");
        break;
    case StyleRegion::Kind::channel:
        text = formatted(_("Channel: %s"), region.name.c_str());
        break;
    case StyleRegion::Kind::layer:
        text = formatted(_("Layer: %s"), region.name.c_str());
        break;
    }
    return text;
}

std::string ChosenStyles::place_text(std::size_t index) const {
    const ListedStyle& style = list_[index];
    double sum = 0;
    for (const ListedStyle& other : list_)
        if (other.region == style.region)
            sum += other.weight;
    const std::string place = region_text(style.region);
    if (sum == style.weight)
        return place;
    // TRANSLATORS: where a style is painted and its share there, such as "Everywhere, 70 %".
    return formatted(_("%s, %ld %%"), place.c_str(), std::lround(100 * style.weight / sum));
}

std::string ChosenStyles::missing_region_problem() const {
    for (const ListedStyle& style : list_)
        if (is_missing(style.region))
            return formatted(
                _("This image has no such place for a style: %s. Choose another one."),
                region_text(style.region).c_str());
    return {};
}

std::string ChosenStyles::problem() const {
    if (!std::ranges::all_of(list_, &ListedStyle::has_picture))
        return are_several() ? _("A style of the list has no picture yet. Choose one or remove it.")
                             : _("Choose the picture whose style is painted.");
    return missing_region_problem();
}

} // namespace style_transfer

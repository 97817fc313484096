// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/sheet_picture.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace style_transfer {

namespace {

// Gray values; equal red, green and blue are neutral in every RGB space.
constexpr float paper = 1.0F;
constexpr float ink = 0.1F;
constexpr float pale_ink = 0.4F;
constexpr float empty_room = 0.9F;

// Pixels.
constexpr int smallest_text = 11;
constexpr int largest_text = 40;
constexpr int side_of_text = 20;      // a column's width is about so many times its text's height
constexpr int narrowest_column = 150; // room for a name and a number
constexpr int lines_of_label = 2;     // at most; what is longer is cut
constexpr int lines_of_heading = 3;

struct Release {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(char* text) const { g_free(text); }
};
template <typename Object>
using Handle = std::unique_ptr<Object, Release>;

// A block of text, broken into lines, which begin on the side where its language begins.
class Text {
  public:
    Text(const std::string& words, int pixels, bool bold, int width, int lines) {
        const Handle<PangoContext> context(
            pango_font_map_create_context(pango_cairo_font_map_get_default()));
        layout_.reset(pango_layout_new(context.get()));
        const Handle<PangoFontDescription> font(
            pango_font_description_from_string(bold ? "Sans Bold" : "Sans"));
        pango_font_description_set_absolute_size(font.get(), double(pixels) * PANGO_SCALE);
        pango_layout_set_font_description(layout_.get(), font.get());
        pango_layout_set_width(layout_.get(), width * PANGO_SCALE);
        pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_height(layout_.get(), -lines);
        pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
        // File names need not be UTF-8.
        const Handle<char> valid(g_utf8_make_valid(words.c_str(), std::ptrdiff_t(words.size())));
        pango_layout_set_text(layout_.get(), valid.get(), -1);
        if (!words.empty())
            pango_layout_get_pixel_extents(layout_.get(), nullptr, &area_);
    }

    int height() const { return area_.height; }

    void draw(const ImageSpan& picture, int left, int top, float value) const {
        if (area_.height == 0)
            return;
        left += area_.x;
        const Handle<cairo_surface_t> surface(
            cairo_image_surface_create(CAIRO_FORMAT_A8, area_.width, area_.height));
        const Handle<cairo_t> cairo(cairo_create(surface.get()));
        cairo_translate(cairo.get(), -area_.x, -area_.y);
        pango_cairo_show_layout(cairo.get(), layout_.get());
        cairo_surface_flush(surface.get());
        const unsigned char* covered = cairo_image_surface_get_data(surface.get());
        if (!covered)
            throw Error(ErrorCode::memory, _("The memory is not enough for the labels."));
        const int stride = cairo_image_surface_get_stride(surface.get());
        const int right = std::min(area_.width, picture.size.width - left);
        const int bottom = std::min(area_.height, picture.size.height - top);
        for (int y = 0; y < bottom; ++y)
            for (int x = 0; x < right; ++x) {
                const float part = float(covered[std::ptrdiff_t{y} * stride + x]) / 255;
                float* pixel = picture.row(top + y) + std::ptrdiff_t{left + x} * picture.channels;
                for (int channel = 0; channel < 3; ++channel)
                    pixel[channel] += part * (value - pixel[channel]);
            }
    }

  private:
    Handle<PangoLayout> layout_;
    PangoRectangle area_{}; // within the width that it was given
};

int text_height(int column_width) {
    return std::clamp(column_width / side_of_text, smallest_text, largest_text);
}

void fill(const ImageSpan& picture, const Area& area, float value) {
    for (int y = area.y; y < area.y + area.size.height; ++y) {
        float* row = picture.row(y) + std::ptrdiff_t{area.x} * picture.channels;
        std::fill_n(row, std::ptrdiff_t{area.size.width} * picture.channels, value);
        for (int x = 0; picture.channels == 4 && x < area.size.width; ++x)
            row[std::ptrdiff_t{x} * 4 + 3] = 1;
    }
}

struct Label {
    Text title, caption;

    Label(const SheetTexts& texts, int pixels, int width, int lines)
        : title(texts.title, pixels, true, width, lines),
          caption(texts.caption, pixels, false, width, lines) {}

    int height() const { return title.height() + caption.height(); }
    void draw(const ImageSpan& picture, int left, int top) const {
        title.draw(picture, left, top, ink);
        caption.draw(picture, left, top + title.height(), pale_ink);
    }
};

} // namespace

SheetPicture::SheetPicture(
    const SheetTexts& heading, const std::vector<SheetTexts>& cells, int columns, Size cell,
    int channels)
    : columns_(columns), cell_(cell), column_width_(std::max(cell.width, narrowest_column)) {
    const int text = text_height(column_width_);
    const int width = text + columns * (column_width_ + text);
    const Label head(heading, text, width - 2 * text, lines_of_heading);
    std::vector<Label> labels;
    labels.reserve(cells.size());
    for (const SheetTexts& texts : cells)
        labels.emplace_back(texts, text, column_width_, lines_of_label);
    int top = head.height() > 0 ? text + head.height() + text : text;
    for (std::size_t first = 0; first < labels.size(); first += std::size_t(columns)) {
        row_tops_.push_back(top);
        int tallest = 0;
        for (std::size_t i = first; i < std::min(labels.size(), first + std::size_t(columns)); ++i)
            tallest = std::max(tallest, labels[i].height());
        top += cell.height + text / 2 + tallest + text;
    }
    picture_ = Image::create({width, top}, channels);
    fill(picture_.span(), {0, 0, picture_.size()}, paper);
    head.draw(picture_.span(), text, text);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Area room = room_of(i);
        fill(picture_.span(), {place_of(i, cell)}, empty_room);
        labels[i].draw(picture_.span(), room.x, room.y + cell.height + text / 2);
    }
}

Area SheetPicture::room_of(std::size_t cell) const {
    const int column = int(cell % std::size_t(columns_));
    const int gap = text_height(column_width_);
    return {
        gap + column * (column_width_ + gap),
        row_tops_[cell / std::size_t(columns_)],
        {column_width_, cell_.height}};
}

Area SheetPicture::place_of(std::size_t cell, Size picture) const {
    const Area room = room_of(cell);
    return {
        room.x + (cell_.width - picture.width) / 2, room.y + (cell_.height - picture.height) / 2,
        picture};
}

void SheetPicture::show(std::size_t cell, const ImageView& picture) {
    const Area place = place_of(cell, picture.size);
    fill(picture_.span(), place_of(cell, cell_), paper);
    const std::ptrdiff_t numbers = std::ptrdiff_t{picture.size.width} * picture.channels;
    for (int y = 0; y < picture.size.height; ++y)
        std::copy_n(
            picture.row(y), numbers,
            picture_.row(place.y + y) + std::ptrdiff_t{place.x} * picture.channels);
}

void SheetPicture::show_problem(std::size_t cell, const std::string& sentence) {
    const Area room = place_of(cell, cell_);
    const int text = text_height(column_width_);
    const int inner = std::max(1, room.size.width - text);
    const Text words(
        sentence, smallest_text, false, inner, room.size.height / (smallest_text * 3 / 2));
    words.draw(picture_.span(), room.x + text / 2, room.y + text / 2, ink);
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// How the procedure presents itself, the same in every GIMP. Texts are msgids.
#pragma once

// Marks a msgid for xgettext.
#define N_(msgid) msgid

namespace style_transfer::procedure {

inline constexpr const char* name = "plug-in-style-transfer"; // also gettext domain and parasite
inline constexpr const char* program = "style-transfer";      // binary and its folder
inline constexpr const char* menu_label = N_("St_yle Transfer…");
inline constexpr const char* menu_path = "<Image>/Filters/Artistic";
// Indexed images are let in so that the sentence about them reaches the user: GIMP would grey the
// menu entry out without a reason.
inline constexpr const char* image_types = "*";
inline constexpr const char* blurb = N_("Paint the layer in the style of another picture");
inline constexpr const char* help =
    N_("Makes a new layer that shows the shapes of the layer in the strokes and colours of a style "
       "picture. A convolutional network describes both pictures, and the layer's own pixels are "
       "optimised: until each place is like the place of the style that suits it best, or, by the "
       "method of Gatys, Ecker and Bethge, until they agree with both descriptions.");
inline constexpr const char* authors = "The Style Transfer for GIMP authors";
inline constexpr const char* year = "2026";

inline constexpr const char* style_file_name = "style-file";
inline constexpr const char* style_file_label = N_("Style _picture");
inline constexpr const char* style_file_blurb = N_("The picture whose style is taken");
// GIMP 3; in 2.10, where an argument more would break the calls that there are, the style file is
// such a list.
inline constexpr const char* styles_name = "styles";
inline constexpr const char* styles_label = N_("_Further styles");
inline constexpr const char* styles_blurb =
    N_("Styles beside it, one a line: FILE[:WEIGHT][@REGION], where REGION is selection, mask, "
       "channel NAME or layer NAME");
// GIMP 3; in 2.10 a word of the settings.
inline constexpr const char* preset_name = "preset";
inline constexpr const char* preset_label = N_("Preset");
inline constexpr const char* preset_blurb =
    N_("Settings by name, such as wash; of the others those count that are not at their default");
// GIMP 3, which has them.
inline constexpr const char* live_filters_name = "live-filters";
inline constexpr const char* live_filters_label = N_("Keep _editable on the layer");
inline constexpr const char* live_filters_blurb =
    N_("Brightness, colour and sharpness as live filters, and opacity as that of the layer");
inline constexpr const char* result_name = "layer";
inline constexpr const char* result_label = N_("Layer");
inline constexpr const char* result_blurb = N_("The new layer");

} // namespace style_transfer::procedure

#undef N_

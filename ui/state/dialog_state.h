// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings dialog knows, without a toolkit: the choice being made, which controls matter
// at the moment, and whether it can be accepted.
#pragma once

#include "engine/base/image.h"
#include "engine/base/network_layer.h"
#include "ui/state/chosen_styles.h"
#include "ui/state/style_choice.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace style_transfer {

enum class ModelKind { automatic, compact, preview, vgg19, file };

// What each is called in the settings; a file stands there by its name.
inline constexpr const char* model_words[] = {"auto", "compact", "preview", "vgg19", "file"};

class DialogState {
  public:
    DialogState(const StyleChoice& choice, Size layer_size);

    // As it would be accepted now.
    StyleChoice choice() const;

    // Controls other than styles and model write here.
    Settings& settings() { return settings_; }
    const Settings& settings() const { return settings_; }

    // As the controls show them: a custom size by the name of the quality that it is, unless the
    // layer is smaller, which no quality enlarges.
    Settings shown_settings() const;

    ChosenStyles& styles() { return styles_; }
    const ChosenStyles& styles() const { return styles_; }

    ModelKind model_kind() const { return model_kind_; }
    void set_model_kind(ModelKind kind) { model_kind_ = kind; }
    // Remembered while another kind is chosen.
    const std::string& model_file() const { return model_file_; }
    void set_model_file(const std::string& file) { model_file_ = file; }

    // What is known of the network that is chosen; nothing at first.
    const std::vector<NetworkLayer>& layers() const { return layers_; }
    void set_layers(std::vector<NetworkLayer> layers) { layers_ = std::move(layers); }
    // Names that the content layer can have: those of the network, and the one that is set.
    std::vector<std::string> content_layers() const;

    // All settings get their defaults; the styles stay.
    void reset();

    // Whether the parameter of that name has an effect with the others as they are.
    bool matters(std::string_view parameter) const;

    // Why the choice cannot be accepted: one sentence, empty when it can.
    std::string problem() const;

    // Whether the image can hold colours.
    void set_has_colours(bool has_colours) { has_colours_ = has_colours; }
    // What is to be known of an image that cannot: one sentence, else empty.
    std::string colours_text() const;

    // Of what is painted, which with a selection depends on the settings.
    Size layer_size() const { return layer_size_; }
    void set_layer_size(Size size) { layer_size_ = size; }
    Size working_size() const;
    // "Works at 512 × 384 pixels", and whether that enlarges the layer.
    std::string working_size_text() const;

  private:
    void take_model(const std::string& model);

    Settings settings_; // its model is not used, see choice()
    ChosenStyles styles_;
    ModelKind model_kind_ = ModelKind::automatic;
    std::string model_file_;
    std::vector<NetworkLayer> layers_;
    Size layer_size_;
    bool has_colours_ = true;
};

} // namespace style_transfer

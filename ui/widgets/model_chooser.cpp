// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/model_chooser.h"

#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "ui/state/texts.h"

#include <utility>

namespace style_transfer {

ModelChooser::ModelChooser(CallbackGuard& guard, DialogState& state, std::function<void()> changed)
    : state_(state), changed_(std::move(changed)), kind_(gtk_combo_box_text_new()),
      file_(
          gtk_file_chooser_button_new(_("Choose the Network File"), GTK_FILE_CHOOSER_ACTION_OPEN)),
      download_(guard, [this] {
          state_.set_model_kind(ModelKind::vgg19);
          changed_();
      }) {
    GtkComboBoxText* combo = GTK_COMBO_BOX_TEXT(kind_);
    gtk_combo_box_text_append(combo, model_words[0], _("Automatic"));
    gtk_combo_box_text_append(combo, model_words[1], _("Compact (bundled)"));
    gtk_combo_box_text_append(combo, model_words[2], _("Preview (bundled, fastest)"));
    gtk_combo_box_text_append(combo, model_words[3], _("VGG19 (installed)"));
    gtk_combo_box_text_append(combo, model_words[4], _("File…"));
    gtk_widget_set_name(kind_, "model");
    gtk_widget_set_hexpand(kind_, TRUE);
    gtk_widget_set_tooltip_text(
        kind_, _("The network that judges the picture; Automatic takes VGG19 where it is "
                 "installed, and the bundled compact one elsewhere"));
    atk_object_set_name(gtk_widget_get_accessible(kind_), _("Model"));

    GtkFileFilter* networks = gtk_file_filter_new();
    gtk_file_filter_set_name(networks, _("Networks (HDF5, safetensors)"));
    gtk_file_filter_add_pattern(networks, "*.h5");
    gtk_file_filter_add_pattern(networks, "*.hdf5");
    gtk_file_filter_add_pattern(networks, "*.safetensors");
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(file_), networks);
    GtkFileFilter* all = gtk_file_filter_new();
    gtk_file_filter_set_name(all, _("All files"));
    gtk_file_filter_add_pattern(all, "*");
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(file_), all);
    gtk_file_chooser_button_set_width_chars(GTK_FILE_CHOOSER_BUTTON(file_), 18);
    gtk_widget_set_name(file_, "model-file");
    gtk_widget_set_tooltip_text(file_, _("A network in a file of Keras (HDF5) or safetensors"));
    atk_object_set_name(gtk_widget_get_accessible(file_), _("Model file"));
    gtk_widget_set_no_show_all(file_, TRUE);

    connect<void()>(kind_, "changed", guard, [this] {
        const int kind = gtk_combo_box_get_active(GTK_COMBO_BOX(kind_));
        if (refreshing_ || kind < 0)
            return;
        state_.set_model_kind(static_cast<ModelKind>(kind));
        changed_();
    });
    connect<void()>(file_, "file-set", guard, [this] {
        const GlibText file(gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(file_)));
        if (!file)
            return;
        state_.set_model_file(file.get());
        changed_();
    });
    if (!state.model_file().empty())
        gtk_file_chooser_set_filename(GTK_FILE_CHOOSER(file_), state.model_file().c_str());
}

void ModelChooser::refresh() {
    const bool outer = std::exchange(refreshing_, true);
    gtk_combo_box_set_active(GTK_COMBO_BOX(kind_), static_cast<int>(state_.model_kind()));
    gtk_widget_set_visible(file_, state_.model_kind() == ModelKind::file);
    refreshing_ = outer;
}

} // namespace style_transfer

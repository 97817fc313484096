// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/refusals.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/reading/picture_samples.h"

#include <array>
#include <filesystem>
#include <fstream>

namespace style_transfer {

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorCode::invalid_argument, sentence);
}

} // namespace

void check_target(const Target& target) {
    if (target.drawables == 0)
        refuse(_("No layer is chosen. Choose the layer to paint from in the Layers dialog and run "
                 "Style Transfer again."));
    if (target.drawables > 1)
        refuse(formatted(
            dngettext(
                GETTEXT_PACKAGE,
                "%d layer is chosen, but Style Transfer works on one. Choose one of them in the "
                "Layers dialog and run it again.",
                "%d layers are chosen, but Style Transfer works on one. Choose one of them in the "
                "Layers dialog and run it again.",
                static_cast<unsigned long>(target.drawables)),
            target.drawables));
    if (target.floating_selection)
        refuse(
            _("The image has a floating selection. Anchor it or make it a layer, with the buttons "
              "below the list in the Layers dialog, and run Style Transfer again."));
    switch (target.kind) {
    case Target::Kind::layer:
        break;
    case Target::Kind::mask:
        refuse(
            _("A layer mask is active, but Style Transfer works on the picture of a layer. Click "
              "the layer's own thumbnail in the Layers dialog and run it again."));
    case Target::Kind::channel:
        refuse(formatted(
            _("\"%s\" is a channel, but Style Transfer works on a layer. Click a layer in the "
              "Layers dialog and run it again."),
            target.name.c_str()));
    }
    if (target.indexed)
        refuse(_("The image has a palette of few colours, which cannot hold a painting. Convert it "
                 "with Image > Mode > RGB and run Style Transfer again."));
    if (target.selection && target.selection->size == Size{})
        refuse(formatted(
            _("The selection does not touch \"%s\". Select a part of it, or remove the selection "
              "with Select > None, and run Style Transfer again."),
            target.name.c_str()));
}

void check_style_file(const std::string& file) {
    if (file.empty())
        throw Error(
            ErrorCode::invalid_argument,
            _("style-file: no style picture was given. Name the file of a picture whose style is "
              "to be taken."));
    const auto refuse_file = [&](const char* reason) {
        throw Error(ErrorCode::file, formatted(reason, file.c_str()));
    };
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        refuse_file(_("The style picture \"%s\" does not exist. Choose another file."));
    if (std::filesystem::is_directory(status))
        refuse_file(_("The style picture \"%s\" is a folder. Choose a picture in it."));
    if (!std::ifstream(file).is_open())
        refuse_file(_("The style picture \"%s\" cannot be read. Check its permissions or choose "
                      "another file."));
}

void check_style_is_whole(const std::string& file) {
    std::array<char, 3> beginning{};
    std::ifstream(file).read(beginning.data(), beginning.size());
    if (beginning != std::array{'\xff', '\xd8', '\xff'})
        return;
    try {
        const CancellationToken never;
        PictureSamples(file, never).read_to_end();
    } catch (const ReaderRefusal& refusal) {
        throw Error(
            ErrorCode::file,
            formatted(
                _("The style picture \"%s\" cannot be read: %s. Choose another file."),
                file.c_str(), refusal.what()));
    } catch (const Error& error) {
        // Where the reader is missing, GIMP's own loader is all that there is.
        if (error.code() != ErrorCode::internal)
            throw;
    }
}

} // namespace style_transfer

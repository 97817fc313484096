// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/heif_library.h"

#include "engine/base/deferred_sentence.h"
#include "engine/base/translation.h"

#include <dlfcn.h>

#include <stdexcept>

namespace style_transfer {

namespace {

template <class Function>
void find(Function& function, void* library, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (!function)
        throw std::runtime_error(
            deferred_sentence(N_("the libheif of this system has no function %s"), {name}));
}

HeifLibrary loaded() {
    void* library = dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        throw std::runtime_error(
            N_("HEIC and AVIF take libheif, and this system has no libheif.so.1; on Debian and "
               "Ubuntu, apt install libheif1 brings it"));
    HeifLibrary heif;
    decltype(&::heif_init) init = nullptr;
    find(init, library, "heif_init");
    find(heif.context_alloc, library, "heif_context_alloc");
    find(heif.context_free, library, "heif_context_free");
    find(heif.context_set_max_decoding_threads, library, "heif_context_set_max_decoding_threads");
    find(heif.context_read_from_memory, library, "heif_context_read_from_memory_without_copy");
    find(heif.context_get_primary_image_handle, library, "heif_context_get_primary_image_handle");
    find(heif.image_handle_release, library, "heif_image_handle_release");
    find(heif.image_handle_get_width, library, "heif_image_handle_get_width");
    find(heif.image_handle_get_height, library, "heif_image_handle_get_height");
    find(heif.image_handle_has_alpha_channel, library, "heif_image_handle_has_alpha_channel");
    find(heif.image_handle_is_premultiplied, library, "heif_image_handle_is_premultiplied_alpha");
    find(heif.image_handle_get_luma_bits, library, "heif_image_handle_get_luma_bits_per_pixel");
    find(
        heif.image_handle_get_profile_size, library,
        "heif_image_handle_get_raw_color_profile_size");
    find(heif.image_handle_get_profile, library, "heif_image_handle_get_raw_color_profile");
    find(heif.image_handle_get_nclx, library, "heif_image_handle_get_nclx_color_profile");
    find(
        heif.image_handle_get_number_of_metadata_blocks, library,
        "heif_image_handle_get_number_of_metadata_blocks");
    find(
        heif.image_handle_get_list_of_metadata_block_ids, library,
        "heif_image_handle_get_list_of_metadata_block_IDs");
    find(
        heif.image_handle_get_metadata_content_type, library,
        "heif_image_handle_get_metadata_content_type");
    find(heif.image_handle_get_metadata_size, library, "heif_image_handle_get_metadata_size");
    find(heif.image_handle_get_metadata, library, "heif_image_handle_get_metadata");
    find(heif.nclx_free, library, "heif_nclx_color_profile_free");
    find(heif.decode_image, library, "heif_decode_image");
    find(heif.image_release, library, "heif_image_release");
    find(heif.image_get_width, library, "heif_image_get_width");
    find(heif.image_get_height, library, "heif_image_get_height");
    find(heif.image_get_bits, library, "heif_image_get_bits_per_pixel_range");
    find(heif.image_get_plane, library, "heif_image_get_plane_readonly");
    init(nullptr); // loads plug-ins; one that cannot be loaded is missed when it is needed
    return heif;
}

} // namespace

const HeifLibrary& HeifLibrary::get() {
    static const HeifLibrary heif = loaded();
    return heif;
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// libheif, loaded when a file takes it: its codecs are larger than all the rest of the reader.
#pragma once

#include <libheif/heif.h>

namespace style_transfer {

struct HeifLibrary {
    decltype(&::heif_context_alloc) context_alloc = nullptr;
    decltype(&::heif_context_free) context_free = nullptr;
    decltype(&::heif_context_set_max_decoding_threads) context_set_max_decoding_threads = nullptr;
    decltype(&::heif_context_read_from_memory_without_copy) context_read_from_memory = nullptr;
    decltype(&::heif_context_get_primary_image_handle) context_get_primary_image_handle = nullptr;
    decltype(&::heif_image_handle_release) image_handle_release = nullptr;
    decltype(&::heif_image_handle_get_width) image_handle_get_width = nullptr;
    decltype(&::heif_image_handle_get_height) image_handle_get_height = nullptr;
    decltype(&::heif_image_handle_has_alpha_channel) image_handle_has_alpha_channel = nullptr;
    decltype(&::heif_image_handle_is_premultiplied_alpha) image_handle_is_premultiplied = nullptr;
    decltype(&::heif_image_handle_get_luma_bits_per_pixel) image_handle_get_luma_bits = nullptr;
    decltype(&::heif_image_handle_get_raw_color_profile_size) image_handle_get_profile_size =
        nullptr;
    decltype(&::heif_image_handle_get_raw_color_profile) image_handle_get_profile = nullptr;
    decltype(&::heif_image_handle_get_nclx_color_profile) image_handle_get_nclx = nullptr;
    decltype(&::heif_image_handle_get_number_of_metadata_blocks)
        image_handle_get_number_of_metadata_blocks = nullptr;
    decltype(&::heif_image_handle_get_list_of_metadata_block_IDs)
        image_handle_get_list_of_metadata_block_ids = nullptr;
    decltype(&::heif_image_handle_get_metadata_content_type)
        image_handle_get_metadata_content_type = nullptr;
    decltype(&::heif_image_handle_get_metadata_size) image_handle_get_metadata_size = nullptr;
    decltype(&::heif_image_handle_get_metadata) image_handle_get_metadata = nullptr;
    decltype(&::heif_nclx_color_profile_free) nclx_free = nullptr;
    decltype(&::heif_decode_image) decode_image = nullptr;
    decltype(&::heif_image_release) image_release = nullptr;
    decltype(&::heif_image_get_width) image_get_width = nullptr;
    decltype(&::heif_image_get_height) image_get_height = nullptr;
    decltype(&::heif_image_get_bits_per_pixel_range) image_get_bits = nullptr;
    decltype(&::heif_image_get_plane_readonly) image_get_plane = nullptr;

    // Loaded by the first call, with its codecs, and kept; that opens files. Throws
    // std::runtime_error, which completes "… cannot be read: …", where the system has none.
    static const HeifLibrary& get();
};

} // namespace style_transfer

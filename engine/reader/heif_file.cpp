// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/heif_file.h"

#include "engine/base/deferred_sentence.h"
#include "engine/base/translation.h"
#include "engine/reading/picture_answer.h"

#include <new>
#include <stdexcept>
#include <string>

namespace style_transfer {

void refuse_heif(std::string_view why) {
    while (why.ends_with('\n')) // as libheif's messages do, some of them
        why.remove_suffix(1);
    throw std::runtime_error(deferred_sentence(
        N_("the HEIC or AVIF data is damaged, cut short or of a kind that libheif does not know "
           "(%s)"),
        {std::string(why)}));
}

void check_heif(const heif_error& error) {
    if (error.code == heif_error_Ok)
        return;
    // As versions with plug-ins and those without say that there is no decoder.
    if (error.code == heif_error_Plugin_loading_error ||
        error.subcode == heif_suberror_Unsupported_codec)
        throw std::runtime_error(
            N_("the libheif of this system has no decoder for it; on Debian and Ubuntu, apt "
               "install libheif-plugin-libde265 brings that for HEIC, libheif-plugin-dav1d that "
               "for AVIF"));
    refuse_heif(error.message);
}

HeifFile::HeifFile(Bytes content) {
    const HeifLibrary& heif = HeifLibrary::get();
    context_.reset(heif.context_alloc());
    if (!context_)
        throw std::bad_alloc();
    heif.context_set_max_decoding_threads(context_.get(), 0);
    check_heif(
        heif.context_read_from_memory(context_.get(), content.data(), content.size(), nullptr));
    heif_image_handle* handle = nullptr;
    check_heif(heif.context_get_primary_image_handle(context_.get(), &handle));
    handle_.reset(handle);
}

std::vector<std::byte> HeifFile::profile() const {
    const HeifLibrary& heif = HeifLibrary::get();
    const std::size_t length = heif.image_handle_get_profile_size(handle());
    if (length == 0 || length > longest_profile)
        return {};
    std::vector<std::byte> profile(length);
    check_heif(heif.image_handle_get_profile(handle(), profile.data()));
    return profile;
}

std::vector<std::byte> HeifFile::metadata(const char* type, std::string_view content_type) const {
    const HeifLibrary& heif = HeifLibrary::get();
    std::vector<heif_item_id> items(
        std::size_t(heif.image_handle_get_number_of_metadata_blocks(handle(), type)));
    heif.image_handle_get_list_of_metadata_block_ids(
        handle(), type, items.data(), int(items.size()));
    for (const heif_item_id item : items) {
        if (!content_type.empty() &&
            heif.image_handle_get_metadata_content_type(handle(), item) != content_type)
            continue;
        std::vector<std::byte> block(heif.image_handle_get_metadata_size(handle(), item));
        if (!block.empty())
            check_heif(heif.image_handle_get_metadata(handle(), item, block.data()));
        return block;
    }
    return {};
}

} // namespace style_transfer

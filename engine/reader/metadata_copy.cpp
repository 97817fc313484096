// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/metadata_copy.h"

#include "engine/base/image.h"
#include "engine/base/translation.h"
#include "engine/reader/byte_order.h"
#include "engine/reader/heif_file.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace style_transfer {

namespace {

using Content = std::vector<Exiv2::byte>;

// Tags of the first directory that say how a TIFF file stores its pixels, where its other parts
// are, or that hold what is copied for itself. (TIFF 6.0, its supplements, and EXIF.)
constexpr std::array<std::uint16_t, 43> layout_tags{
    254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 277, 278,   279,   280, 281,
    284, 288, 289, 290, 291, 292, 293, 301, 317, 318, 319, 320,   322,   323, 324,
    325, 330, 332, 338, 339, 340, 341, 347, 513, 514, 700, 33723, 34675,
};
constexpr std::uint16_t photoshop_tag = 34377; // a thumbnail among others

// Of other pictures in the same file.
bool is_other_picture(std::string_view group) {
    return group.starts_with("Thumbnail") || group.starts_with("SubImage") ||
           group.starts_with("SubThumb") || group.starts_with("Image2") ||
           group.starts_with("Image3") || group.starts_with("Mpf");
}

bool is_of_layout(const Exiv2::Exifdatum& datum) {
    if (datum.groupName() != "Image")
        return is_other_picture(datum.groupName());
    return datum.tag() == photoshop_tag ||
           std::ranges::find(layout_tags, datum.tag()) != layout_tags.end();
}

// exif[key] = value, where there is such a tag.
template <typename Data, typename Key, typename Value>
void change(Data& data, const char* key, Value value) {
    if (data.findKey(Key(key)) != data.end())
        data[key] = value;
}

template <typename Data, typename Condition>
void erase_if(Data& data, Condition condition) {
    for (auto datum = data.begin(); datum != data.end();)
        datum = condition(*datum) ? data.erase(datum) : std::next(datum);
}

// Beside what the target's file says of its own layout.
void add_exif(const Exiv2::ExifData& source, Exiv2::ExifData& target, Size size) {
    for (const Exiv2::Exifdatum& datum : source) {
        if (is_of_layout(datum))
            continue;
        const auto former = target.findKey(Exiv2::ExifKey(datum.key()));
        if (former != target.end())
            target.erase(former);
        target.add(datum);
    }
    const auto set = [&](const char* key, auto value) {
        change<Exiv2::ExifData, Exiv2::ExifKey>(target, key, value);
    };
    set("Exif.Image.Orientation", std::uint16_t{1});
    set("Exif.Photo.PixelXDimension", std::uint32_t(size.width));
    set("Exif.Photo.PixelYDimension", std::uint32_t(size.height));
    set("Exif.Iop.RelatedImageWidth", std::uint32_t(size.width));
    set("Exif.Iop.RelatedImageLength", std::uint32_t(size.height));
}

Exiv2::IptcData iptc_of(const Exiv2::IptcData& source) {
    Exiv2::IptcData iptc = source;
    erase_if(iptc, [](const Exiv2::Iptcdatum& datum) {
        return datum.groupName() == "Application2" && datum.tagName().starts_with("Preview");
    });
    return iptc;
}

Exiv2::XmpData xmp_of(const Exiv2::XmpData& source, Size size) {
    Exiv2::XmpData xmp = source;
    erase_if(xmp, [](const Exiv2::Xmpdatum& datum) {
        return datum.key().starts_with("Xmp.xmp.Thumbnails");
    });
    const auto set = [&](const char* key, int value) {
        change<Exiv2::XmpData, Exiv2::XmpKey>(xmp, key, std::to_string(value));
    };
    set("Xmp.tiff.Orientation", 1);
    set("Xmp.tiff.ImageWidth", size.width);
    set("Xmp.tiff.ImageLength", size.height);
    set("Xmp.exif.PixelXDimension", size.width);
    set("Xmp.exif.PixelYDimension", size.height);
    return xmp;
}

// What differs between Exiv2 0.27 and 0.28.
#if EXIV2_TEST_VERSION(0, 28, 0)
Content profile_of(const Exiv2::Image& image) {
    const Exiv2::DataBuf& profile = image.iccProfile();
    return {profile.cbegin(), profile.cend()};
}
void set_profile(Exiv2::Image& image, const Content& profile) {
    image.setIccProfile(Exiv2::DataBuf(profile.data(), profile.size()));
}
#else
Content profile_of(Exiv2::Image& image) {
    const Exiv2::DataBuf* profile = image.iccProfile();
    return image.iccProfileDefined() ? Content(profile->pData_, profile->pData_ + profile->size_)
                                     : Content();
}
void set_profile(Exiv2::Image& image, const Content& profile) {
    Exiv2::DataBuf copy(profile.data(), long(profile.size()));
    image.setIccProfile(copy);
}
#endif

// What is written has three channels and the numbers of the source; other profiles (of CMYK, gray)
// are those of pictures whose numbers have been converted.
bool is_rgb_profile(const Content& profile) {
    constexpr std::size_t header_length = 128;
    constexpr std::size_t space_at = 16;
    constexpr std::string_view rgb = "RGB ";
    return profile.size() > header_length &&
           std::equal(rgb.begin(), rgb.end(), profile.begin() + space_at);
}

void copy_profile(Exiv2::Image& source, Exiv2::Image& target) {
    const Content profile = profile_of(source);
    if (is_rgb_profile(profile) && profile != profile_of(target) &&
        target.mimeType() != "image/webp")
        set_profile(target, profile);
}

const Exiv2::byte* data_of(std::span<const std::byte> file) {
    return reinterpret_cast<const Exiv2::byte*>(file.data());
}

auto type_of(std::span<const std::byte> file) {
    return Exiv2::ImageFactory::getType(data_of(file), long(file.size()));
}

auto opened(std::span<const std::byte> file) {
    return Exiv2::ImageFactory::open(data_of(file), long(file.size()));
}

// A picture without pixels that has the metadata of a HEIC or AVIF file: Exiv2 reads only some of
// these.
auto metadata_of_heif(std::span<const std::byte> file) {
    const HeifFile heif(file);
    auto image = Exiv2::ImageFactory::create(Exiv2::ImageType::jpeg);
    const std::vector<std::byte> exif = heif.metadata("Exif");
    // How far the TIFF structure is behind this number stands first.
    constexpr std::size_t offset_length = 4;
    if (exif.size() > offset_length) {
        const std::size_t begin =
            offset_length + (std::size_t{big_endian_16(exif, 0)} << 16 | big_endian_16(exif, 2));
        if (begin < exif.size())
            Exiv2::ExifParser::decode(
                image->exifData(), data_of(exif) + begin, std::uint32_t(exif.size() - begin));
    }
    const std::vector<std::byte> xmp = heif.metadata("mime", "application/rdf+xml");
    Exiv2::XmpParser::decode(
        image->xmpData(), std::string(reinterpret_cast<const char*>(xmp.data()), xmp.size()));
    const std::vector<std::byte> profile = heif.profile();
    const Exiv2::byte* first = data_of(profile);
    if (!profile.empty())
        set_profile(*image, {first, first + profile.size()});
    return image;
}

auto source_of(std::span<const std::byte> file) {
    if (kind_of_content(file) == ContentKind::heif)
        return metadata_of_heif(file);
    auto image = opened(file);
    image->readMetadata();
    return image;
}

// A segment of a JPEG file holds 64 KiB: Exiv2 leaves out what is long without a word.
bool has_all(Exiv2::Image& written, std::size_t wanted) {
    if (written.mimeType() != "image/jpeg")
        return true;
    written.readMetadata();
    return std::size_t(written.exifData().count()) >= wanted;
}

void hand_over(Exiv2::Image& written, bool is_complete, AnswerWriter& answer) {
    Exiv2::BasicIo& file = written.io();
    if (file.open() != 0)
        throw std::runtime_error(N_("the picture with them cannot be read"));
    const std::span bytes(file.mmap(), std::size_t(file.size()));
    const std::span<std::byte> room = answer.make_room(1 + bytes.size());
    room.front() = std::byte(is_complete);
    std::ranges::copy(std::as_bytes(bytes), room.begin() + 1);
}

// False when there is nothing to copy, or no place for it.
bool add_metadata(
    std::span<const std::byte> source_file, std::span<const std::byte> picture, Size size,
    AnswerWriter& answer) {
    const bool heif = kind_of_content(source_file) == ContentKind::heif;
    if ((!heif && type_of(source_file) == Exiv2::ImageType::none) ||
        type_of(picture) == Exiv2::ImageType::none)
        return false;
    const auto source = source_of(source_file);
    if (source->exifData().empty() && source->iptcData().empty() && source->xmpData().empty() &&
        profile_of(*source).empty())
        return false;
    // In a TIFF Exiv2 replaces what it can where it lies, whoever's memory that is.
    const std::vector<std::byte> own(picture.begin(), picture.end());
    const auto target = opened(own);
    target->readMetadata();
    add_exif(source->exifData(), target->exifData(), size);
    target->setIptcData(iptc_of(source->iptcData()));
    target->setXmpData(xmp_of(source->xmpData(), size));
    copy_profile(*source, *target);
    const auto wanted = std::size_t(target->exifData().count());
    target->writeMetadata();
    hand_over(*target, has_all(*target, wanted), answer);
    return true;
}

} // namespace

void copy_metadata(
    std::span<const std::byte> files, const std::vector<std::string>& job, AnswerWriter& answer) {
    // What is odd in a camera's data is told by the answer, or harmless.
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    const std::size_t source_length = std::stoull(job.at(1));
    if (source_length > files.size())
        throw std::runtime_error(N_("the reader is of another version than this program"));
    const Size size{std::stoi(job.at(2)), std::stoi(job.at(3))};
    if (!add_metadata(files.first(source_length), files.subspan(source_length), size, answer))
        answer.make_room(1).front() = std::byte{1};
    answer.complete();
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/metadata.h"

#include "engine/base/error.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

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
    return {profile.begin(), profile.end()};
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

Content contents_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

struct Copy {
    Content picture{};       // empty: there is nothing to copy, or no place for it
    bool is_complete = true; // whether it has all of the EXIF data
};

// A segment of a JPEG file holds 64 KiB: Exiv2 leaves out what is long without a word.
bool has_all(Exiv2::Image& written, std::size_t wanted) {
    if (written.mimeType() != "image/jpeg")
        return true;
    written.readMetadata();
    return std::size_t(written.exifData().count()) >= wanted;
}

// The picture with the other file's data. Throws what Exiv2 throws.
Copy with_metadata(const Content& picture, const fs::path& source_file, Size size) {
    if (Exiv2::ImageFactory::getType(picture.data(), long(picture.size())) ==
        Exiv2::ImageType::none)
        return {};
    const auto source = Exiv2::ImageFactory::open(source_file.string());
    source->readMetadata();
    if (source->exifData().empty() && source->iptcData().empty() && source->xmpData().empty() &&
        profile_of(*source).empty())
        return {};
    const auto target = Exiv2::ImageFactory::open(picture.data(), long(picture.size()));
    target->readMetadata();
    add_exif(source->exifData(), target->exifData(), size);
    target->setIptcData(iptc_of(source->iptcData()));
    target->setXmpData(xmp_of(source->xmpData(), size));
    copy_profile(*source, *target);
    const auto wanted = std::size_t(target->exifData().count());
    target->writeMetadata();
    Copy copy;
    copy.is_complete = has_all(*target, wanted);
    Exiv2::BasicIo& written = target->io();
    if (written.open() != 0)
        return {};
    const Exiv2::byte* bytes = written.mmap();
    copy.picture.assign(bytes, bytes + written.size());
    return copy;
}

bool is_known(const fs::path& file) {
    return Exiv2::ImageFactory::getType(file.string()) != Exiv2::ImageType::none;
}

} // namespace

std::string copy_metadata(const fs::path& source, const AtomicFile& target, Size size) {
    // What is odd in a camera's data is told by the answer, or harmless.
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    Copy copy;
    try {
        if (!is_known(source))
            return "";
        copy = with_metadata(contents_of(target.temporary()), source, size);
    } catch (const std::exception& error) {
        return "EXIF, IPTC, XMP and profile of \"" + source.string() +
               "\" are not kept: " + error.what() + ".";
    }
    if (!copy.picture.empty())
        target.write({reinterpret_cast<const char*>(copy.picture.data()), copy.picture.size()});
    return copy.is_complete ? ""
                            : "Not all EXIF data of \"" + source.string() +
                                  "\" are kept: they are more than the format holds.";
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// style-transfer-reader: parses a stranger's file on behalf of another program, see
// engine/reading. Not for people.
#include "engine/base/translation.h"
#include "engine/reader/answer_writer.h"
#include "engine/reader/decoders.h"
#include "engine/reader/heif_library.h"
#include "engine/reader/metadata_copy.h"
#include "engine/reader/network_answer.h"

#include <stdexcept>
#include <string>

namespace {

using namespace style_transfer;

void read_picture(Bytes file, bool without_profile, AnswerWriter& writer) {
    const std::optional<ContentKind> kind = kind_of_content(file);
    if (!kind)
        throw std::runtime_error(N_("it is not a picture of a kind known here: PNG, JPEG, TIFF, "
                                    "WebP, GIF, HEIC, AVIF, OpenEXR, PPM"));
    PictureAnswer answer(writer, without_profile);
    switch (*kind) {
    case ContentKind::png:
        decode_png(file, answer);
        break;
    case ContentKind::jpeg:
        decode_jpeg(file, answer);
        break;
    case ContentKind::tiff:
        decode_tiff(file, answer);
        break;
    case ContentKind::webp:
        decode_webp(file, answer);
        break;
    case ContentKind::gif:
        decode_gif(file, answer);
        break;
    case ContentKind::heif:
        decode_heif(file, answer);
        break;
    case ContentKind::exr:
        decode_exr(file, answer);
        break;
    case ContentKind::ppm:
        decode_ppm(file, answer);
        break;
    }
    answer.complete();
}

void read(Bytes file, const std::vector<std::string>& job, AnswerWriter& writer) {
    if (job.front() == "picture")
        return read_picture(file, job.back() == "without profile", writer);
    if (job.front() == "network")
        return read_keras_network(file, {job.begin() + 1, job.end()}, writer);
    if (job.front() == "metadata")
        return copy_metadata(file, job, writer);
    throw std::runtime_error(N_("the reader is of another version than this program"));
}

// Opens what could not be opened later.
Threads prepare(Bytes file, const std::vector<std::string>& job) {
    if (job.front() == "network" || kind_of_content(file) != ContentKind::heif)
        return Threads::one;
    HeifLibrary::get();
    return job.front() == "picture" ? Threads::several : Threads::one;
}

} // namespace

int main(int count, char** values) {
    return run_reader(count, values, read, prepare);
}

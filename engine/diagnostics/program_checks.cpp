// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/checks.h"

#include "engine/base/installation.h"
#include "engine/client/paint_job.h"
#include "engine/model_store/digest.h"
#include "engine/pixels/swap_folder.h"
#include "engine/reading/reader_process.h"

#include <glib.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <set>
#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr int test_side = 64; // pixels

Finding network_finding(const fs::path& file) {
    const CancellationToken never;
    try {
        return {
            "network", file.string() + ", " + std::to_string(fs::file_size(file)) +
                           " bytes, SHA-256 " + digest_of(file, Digest::sha256, never)};
    } catch (const std::exception& error) {
        return {"network", error.what(), true};
    }
}

// A program that cannot be held back reads strangers' files with all that the user may do.
std::string confinement_text(std::uint32_t confinement) {
    std::string text = "limits of memory and time";
    if ((confinement & confined_by_seccomp) != 0)
        text += ", seccomp";
    if ((confinement & confined_by_landlock) != 0)
        return text + ", Landlock";
    constexpr unsigned ask_version = 1; // LANDLOCK_CREATE_RULESET_VERSION
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_version);
    return text + "; no Landlock (" +
           (version >= 0          ? "it could not be brought into force"
            : errno == EOPNOTSUPP ? "switched off when the system was started"
                                  : "the kernel has none, Linux 5.13 or later may") +
           ")";
}

// Of the folder, or where it will be made.
bool can_be_written_to(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    return fs::is_directory(folder, error) && access(folder.c_str(), W_OK | X_OK) == 0;
}

Finding folder_finding(const std::string& what, const fs::path& folder) {
    const bool can = can_be_written_to(folder);
    return {
        "folder", folder.string() + " (" + what + ")" + (can ? "" : " cannot be written to"), !can};
}

Image test_picture(double pitch) {
    Image image = Image::create({test_side, test_side}, 3);
    for (int y = 0; y < test_side; ++y)
        for (int i = 0; i < test_side * 3; ++i)
            image.row(y)[i] = float(0.5 + 0.4 * std::sin(pitch * (i + y * (1 + i % 3))));
    return image;
}

double change(const Image& one, const Image& other) {
    double sum = 0;
    for (int y = 0; y < test_side; ++y)
        for (int i = 0; i < test_side * 3; ++i)
            sum += std::abs(one.row(y)[i] - other.row(y)[i]);
    return sum / (3.0 * test_side * test_side);
}

} // namespace

std::vector<Finding> check_engine(const EngineLoader& engine) {
    const std::string version = engine().version();
    const bool same = version == STYLE_TRANSFER_VERSION;
    return {
        {"program", (program_folder() / program_invocation_short_name).string()},
        {"engine", version + (same ? "" : ", but the program is " STYLE_TRANSFER_VERSION), !same}};
}

std::vector<Finding> check_networks() {
    std::vector<Finding> found;
    std::set<fs::path> known;
    for (const fs::path& folder : data_folders()) {
        std::error_code error;
        for (fs::directory_iterator entry(folder / "models", error), end; !error && entry != end;
             entry.increment(error)) {
            const fs::path file = entry->path();
            const fs::path kind = file.extension();
            if ((kind == ".safetensors" || kind == ".h5") &&
                known.insert(fs::weakly_canonical(file)).second)
                found.push_back(network_finding(file));
        }
    }
    if (found.empty())
        found.push_back({"networks", "there is none; install gimp-style-transfer again", true});
    return found;
}

std::vector<Finding> check_reader() {
    constexpr std::string_view pixel = "P6 1 1 255\nabc";
    const FileDescriptor file(memfd_create("picture", MFD_CLOEXEC));
    if (!file.valid() || write(file.number(), pixel.data(), pixel.size()) < 0)
        return {{"reader", std::string("not tried: ") + std::strerror(errno), true}};
    const CancellationToken never;
    ReaderProcess reader(file.number(), {"picture", ""}, never);
    reader.wait_for_signal();
    const std::uint32_t confinement = reader.confinement();
    return {{"reader", "held back by " + confinement_text(confinement), confinement == 0}};
}

std::vector<Finding> check_folders() {
    std::vector<Finding> found{
        folder_finding("presets", fs::path(g_get_user_config_dir()) / "style-transfer"),
        folder_finding("networks", user_data_folder()),
        folder_finding("temporary files", g_get_tmp_dir())};
    if (const fs::path swap = swap_folder(); swap.is_absolute())
        found.push_back(folder_finding("what memory does not hold", swap));
    return found;
}

std::vector<Finding> check_painting(const EngineLoader& engine) {
    const Image base = test_picture(0.05);
    PaintWork work;
    work.base = base.clone();
    work.styles = one_style(test_picture(0.4));
    work.settings.size = test_side;
    work.settings.iterations = 1;
    work.settings.evaluations = 4;
    const auto begin = std::chrono::steady_clock::now();
    const PaintResult result = PaintJob(engine, std::move(work)).wait();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    const bool painted = change(result.picture, base) > 0.001;
    const ste_plan plan = result.session.plan();
    return {
        {"test run",
         (painted ? "" : "nothing was painted; ") + std::to_string(test_side) + " pixels with " +
             result.session.model_name() + " in " +
             std::to_string(std::lround(time.count() * 1000)) + " ms, " +
             (plan.cuda ? "CUDA" : "processor") + ", " + (plan.half ? "bf16" : "fp32") + ", " +
             std::to_string(plan.memory_mib) + " MiB planned",
         !painted}};
}

} // namespace style_transfer

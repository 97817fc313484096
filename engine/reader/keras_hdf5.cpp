// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/keras_hdf5.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace style_transfer {

namespace {

// A Keras VGG19 has about 60 objects, four groups deep at most.
constexpr std::size_t most_objects = 10000;
constexpr std::size_t deepest_group = 16;

// What libhdf5 says where the fault was found, such as "truncated file: eof = 100, …".
std::string library_reason() {
    std::string reason;
    const auto keep_deepest = [](unsigned, const H5E_error2_t* error, void* result) -> herr_t {
        if (error->desc != nullptr && *error->desc != '\0')
            *static_cast<std::string*>(result) = error->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_deepest, &reason);
    return reason.empty() ? "" : " (HDF5 says: " + in_quotes(reason) + ")";
}

// Any bytes but "/" and NUL; nothing when libhdf5 fails.
std::optional<std::string> link_name(hid_t group, hsize_t index) {
    const ssize_t length = H5Lget_name_by_idx(
        group, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, nullptr, 0, H5P_DEFAULT);
    constexpr ssize_t longest = 4096;
    if (length < 0 || length > longest)
        return std::nullopt;
    std::string name(std::size_t(length), '\0');
    if (H5Lget_name_by_idx(
            group, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, name.data(), name.size() + 1,
            H5P_DEFAULT) != length)
        return std::nullopt;
    return name;
}

// IEEE 754 numbers of 16, 32 or 64 bits in either byte order; HDF5 can describe stranger ones.
bool is_ieee_number(hid_t type) {
    const Hdf5Type half(H5Tcopy(H5T_IEEE_F32LE));
    H5Tset_fields(half.id(), 15, 10, 5, 0, 10);
    H5Tset_size(half.id(), 2);
    H5Tset_ebias(half.id(), 15);
    const Hdf5Type swapped_half(H5Tcopy(half.id()));
    H5Tset_order(swapped_half.id(), H5T_ORDER_BE);
    const std::array accepted{H5T_IEEE_F32LE, H5T_IEEE_F32BE, H5T_IEEE_F64LE,
                              H5T_IEEE_F64BE, half.id(),      swapped_half.id()};
    return std::any_of(accepted.begin(), accepted.end(), [type](hid_t candidate) {
        return H5Tequal(type, candidate) > 0;
    });
}

std::string joined(const std::vector<std::string>& path) {
    std::string result;
    for (const std::string& name : path)
        result += "/" + name;
    return result;
}

// libhdf5 copies what it is given, twice, unless it is told otherwise. Nothing is written into it.
void use_in_place(hid_t access, std::span<const std::byte> image) {
    static void* const content = const_cast<std::byte*>(image.data());
    H5FD_file_image_callbacks_t callbacks{};
    callbacks.image_malloc = [](std::size_t, H5FD_file_image_op_t, void*) { return content; };
    callbacks.image_memcpy = [](void* to, const void*, std::size_t, H5FD_file_image_op_t, void*) {
        return to;
    };
    callbacks.image_realloc = [](void*, std::size_t, H5FD_file_image_op_t, void*) -> void* {
        return nullptr;
    };
    callbacks.image_free = [](void*, H5FD_file_image_op_t, void*) -> herr_t { return 0; };
    H5Pset_file_image_callbacks(access, &callbacks);
    H5Pset_file_image(access, content, image.size());
}

} // namespace

void KerasHdf5::damaged(const std::string& what) const {
    refuse(
        file_,
        what + library_reason() + "; the file is cut short or damaged, copy or download it again.");
}

KerasHdf5 KerasHdf5::open(std::span<const std::byte> image, const std::filesystem::path& file) {
    const Hdf5Silence silence;
    KerasHdf5 result(file, image.size());
    const Hdf5PropertyList access(H5Pcreate(H5P_FILE_ACCESS));
    // Also closes what libhdf5 itself forgets to close in damaged files.
    H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
    H5Pset_fapl_core(access.id(), 1U << 16, false);
    use_in_place(access.id(), image);
    result.handle_ = Hdf5File(H5Fopen("network", H5F_ACC_RDONLY, access.id()));
    if (!result.handle_.valid())
        result.damaged("the HDF5 file cannot be opened");

    // A whole saved model keeps its weights there; elsewhere are the optimiser's, with equal names.
    std::vector<std::string> top;
    if (H5Lexists(result.handle_.id(), "model_weights", H5P_DEFAULT) > 0)
        top.push_back("model_weights");
    const std::string top_name = top.empty() ? "/" : joined(top);
    const Hdf5Object group(H5Oopen(result.handle_.id(), top_name.c_str(), H5P_DEFAULT));
    if (!group.valid() || H5Iget_type(group.id()) != H5I_GROUP)
        result.damaged("the group " + in_quotes(top_name) + " cannot be opened");
    result.list(group, top);
    return result;
}

void KerasHdf5::list(const Hdf5Object& group, const std::vector<std::string>& path) {
    const std::string unreadable = "the group " + in_quotes(joined(path) + "/") + " cannot be read";
    H5G_info_t info{};
    if (H5Gget_info(group.id(), &info) < 0)
        damaged(unreadable);
    // Hard links can form circles, which the depth ends.
    if (path.size() > deepest_group || info.nlinks > most_objects)
        damaged(unreadable + ": it holds too much");
    for (hsize_t index = 0; index < info.nlinks; ++index) {
        const std::optional<std::string> name = link_name(group.id(), index);
        if (!name)
            damaged(unreadable);
        H5L_info_t link{};
        if (H5Lget_info(group.id(), name->c_str(), &link, H5P_DEFAULT) < 0)
            damaged(unreadable);
        // Soft and external links would let a file name other files of this machine.
        if (link.type != H5L_TYPE_HARD)
            continue;
        std::vector<std::string> inner = path;
        inner.push_back(*name);
        const Hdf5Object object(H5Oopen(group.id(), name->c_str(), H5P_DEFAULT));
        if (!object.valid())
            damaged(in_quotes(joined(inner)) + " cannot be opened");
        if (++visited_ > most_objects)
            damaged(unreadable + ": it holds too much");
        const H5I_type_t type = H5Iget_type(object.id());
        if (type == H5I_GROUP) {
            groups_.insert(*name);
            list(object, inner);
        } else if (type == H5I_DATASET) {
            data_sets_.push_back(inner);
        }
    }
}

StoredTensor KerasHdf5::stored_tensor(const std::string& name) const {
    const std::string unreadable = "the data set " + in_quotes(name) + " cannot be read";
    const Hdf5Object data_set(H5Oopen(handle_.id(), name.c_str(), H5P_DEFAULT));
    if (!data_set.valid())
        damaged(unreadable);
    const Hdf5Space space(H5Dget_space(data_set.id()));
    const int rank = space.valid() ? H5Sget_simple_extent_ndims(space.id()) : -1;
    if (rank < 0)
        damaged(unreadable);
    std::vector<hsize_t> shape(std::size_t(rank), 0);
    if (H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr) != rank)
        damaged(unreadable);
    return {name, {shape.begin(), shape.end()}, [this, name] { return read(name); }};
}

std::vector<float> KerasHdf5::read(const std::string& name) const {
    const Hdf5Silence silence;
    const std::string unreadable = "the data set " + in_quotes(name) + " cannot be read";
    const Hdf5Object data_set(H5Oopen(handle_.id(), name.c_str(), H5P_DEFAULT));
    if (!data_set.valid())
        damaged(unreadable);
    const std::string data_set_name = "data set " + in_quotes(name);
    const Hdf5Type type(H5Dget_type(data_set.id()));
    if (!type.valid() || !is_ieee_number(type.id()))
        refuse(
            file_, data_set_name + ": expected floating-point numbers of 16, 32 or 64 bits, found "
                                   "another type.");

    const Hdf5PropertyList creation(H5Dget_create_plist(data_set.id()));
    if (!creation.valid())
        damaged(unreadable);
    const H5D_layout_t layout = H5Pget_layout(creation.id());
    // Numbers in other files could be any file of this machine.
    if (layout == H5D_VIRTUAL || H5Pget_external_count(creation.id()) != 0)
        refuse(
            file_,
            data_set_name + ": expected its numbers in this file, found a reference to another.");
    // Keras writes contiguous data sets. Of damaged chunks libhdf5 (1.10 at least) reads beyond
    // the end, so chunked ones are not read at all.
    if (layout != H5D_CONTIGUOUS)
        refuse(
            file_, data_set_name +
                       ": expected contiguous numbers, found them in chunks or "
                       "compressed; rewrite the file with \"h5repack -l CONTI -f NONE\".");

    const Hdf5Space space(H5Dget_space(data_set.id()));
    const hssize_t count = space.valid() ? H5Sget_simple_extent_npoints(space.id()) : -1;
    if (count < 0)
        damaged(unreadable);
    const hsize_t bytes = hsize_t(count) * H5Tget_size(type.id());
    if (const hsize_t stored = H5Dget_storage_size(data_set.id()); stored != bytes)
        refuse(
            file_, data_set_name + ": expected " + std::to_string(bytes) + " bytes, found " +
                       std::to_string(stored) + ".");
    if (bytes > length_)
        damaged(unreadable);
    std::vector<float> numbers(std::size_t(count), 0.0F);
    if (H5Dread(data_set.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) < 0)
        damaged(unreadable);
    return numbers;
}

StoredTensor KerasHdf5::tensor(const std::string& layer, int dimensions) const {
    const Hdf5Silence silence;
    const std::string wanted = dimensions == 4 ? "kernel (4 dimensions)" : "bias (1 dimension)";
    if (!groups_.contains(layer))
        refuse(
            file_, "expected the weights of VGG19 as Keras stores them, found no group for the "
                   "layer " +
                       in_quotes(layer) + ".");
    std::vector<StoredTensor> found;
    std::string others;
    for (const auto& path : data_sets_) {
        if (std::find(path.begin(), path.end() - 1, layer) == path.end() - 1)
            continue;
        StoredTensor candidate = stored_tensor(joined(path));
        if (candidate.shape.size() == std::size_t(dimensions))
            found.push_back(std::move(candidate));
        else
            others += (others.empty() ? "" : ", ") + in_quotes(candidate.name) + " with " +
                      shape_text(candidate.shape);
    }
    if (found.empty())
        refuse(
            file_, "layer " + in_quotes(layer) + ": expected a " + wanted + ", found " +
                       (others.empty() ? "nothing" : others) + ".");
    if (found.size() > 1)
        refuse(
            file_, "layer " + in_quotes(layer) + ": expected one " + wanted + ", found " +
                       in_quotes(found[0].name) + " and " + in_quotes(found[1].name) + ".");
    return std::move(found.front());
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// The HDF5 files that Keras writes: one group per layer, weights somewhere below it.
#pragma once

#include "engine/model/network_file.h"
#include "engine/reader/hdf5_handle.h"

#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace style_transfer {

// Not thread-safe: libhdf5 is not. The tensors got from it must neither outlive nor see it move.
class KerasHdf5 {
  public:
    // Lists groups and data sets; reads no numbers. Links that lead out of the file are ignored.
    // `image` is the file's content and must outlive the process: libhdf5 keeps it. Once for each
    // process. `file` is for messages. Throws Error(model).
    static KerasHdf5 open(std::span<const std::byte> image, const std::filesystem::path& file);

    // The one data set with four (one) dimensions in the group of this name, at any depth.
    // Throws Error(model): no such group, no such data set, more than one; reading it, when it is
    // not floating-point, lies outside the file or is damaged.
    StoredTensor kernel(const std::string& layer) const { return tensor(layer, 4); }
    StoredTensor bias(const std::string& layer) const { return tensor(layer, 1); }

  private:
    KerasHdf5(const std::filesystem::path& file, std::size_t length)
        : file_(file), length_(length) {}

    void list(const Hdf5Object& group, const std::vector<std::string>& path);
    StoredTensor tensor(const std::string& layer, int dimensions) const;
    StoredTensor stored_tensor(const std::string& name) const;
    std::vector<float> read(const std::string& name) const;
    [[noreturn]] void damaged(const std::string& what) const;

    std::filesystem::path file_;
    std::size_t length_ = 0; // of the file
    Hdf5File handle_;
    std::size_t visited_ = 0;
    std::set<std::string> groups_;                    // names, without the way to them
    std::vector<std::vector<std::string>> data_sets_; // names from the root on
};

} // namespace style_transfer

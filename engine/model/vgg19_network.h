// SPDX-License-Identifier: GPL-3.0-or-later
// VGG19's layers, its input conventions, and the names of its tensors in public files.
#pragma once

#include "engine/model/network_file.h"
#include "engine/model/safetensors.h"

#include <string>
#include <vector>

namespace style_transfer {

// block1_conv1 … block5_conv4 with the pools between the blocks, without weights.
std::vector<Layer> vgg19_layers();

// The position that torchvision and timm give the layer in `features`: 0 for block1_conv1 … 34 for
// block5_conv4. -1 for names that are no convolution of VGG19.
int torchvision_index(const std::string& layer);

// VGG19 as Keras has it, without weights.
Model keras_vgg19();

// The parameter must outlive the result. Converted: what the reader of HDF5 files hands over, the
// tensors LAYER.weight (OIHW) and LAYER.bias of each layer asked for.
NetworkFile converted_keras_vgg19(const Safetensors& file);
NetworkFile torchvision_vgg19(const Safetensors& file);

} // namespace style_transfer

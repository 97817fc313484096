// SPDX-License-Identifier: GPL-3.0-or-later
// One evaluation of loss and gradient against nothing but its convolutions: the same layers'
// at::conv2d there, and the one that is the gradient with respect to its input back; these both in
// memory that is kept for them, as an evaluation's is, and in what libtorch gets from the kernel.
// Argument: side of the square picture in pixels.
#include "engine/base/machine.h"
#include "engine/network/tensor_memory.h"
#include "engine/objective/objective.h"
#include "tests/support/vgg19_shape.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/rand.h>

#include <benchmark/benchmark.h>
#include <c10/core/CPUAllocator.h>

#include <memory>
#include <vector>

namespace style_transfer::bench {
namespace {

const Model& model() {
    static const Model vgg19 = vgg19_shape();
    return vgg19;
}

class BareConvolutions {
  public:
    explicit BareConvolutions(std::int64_t side) {
        for (const Layer& layer : model().layers) {
            if (layer.kind == Layer::Kind::max_pool) {
                side /= 2;
                continue;
            }
            const auto maps = [&](int channels) {
                return at::rand({1, channels, side, side})
                    .contiguous(at::MemoryFormat::ChannelsLast);
            };
            const auto kernels = [&](int to, int from) {
                return at::rand({to, from, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast);
            };
            const int inputs = layer.weights.input_channels;
            const int outputs = layer.weights.output_channels;
            layers_.push_back({
                maps(inputs),
                maps(outputs),
                kernels(outputs, inputs),
                kernels(inputs, outputs),
                at::rand({outputs}),
            });
        }
    }

    void run() const {
        for (const Layers& one : layers_)
            benchmark::DoNotOptimize(at::conv2d(one.input, one.kernel, one.bias, 1, 1));
        for (const Layers& one : layers_)
            benchmark::DoNotOptimize(at::conv2d(one.gradient, one.backward_kernel, {}, 1, 1));
    }

  private:
    struct Layers {
        at::Tensor input, gradient, kernel, backward_kernel, bias;
    };
    std::vector<Layers> layers_;
};

// Memory for tensors as libtorch itself takes it, for as long as this lives.
class OwnMemoryOfLibtorch {
  public:
    OwnMemoryOfLibtorch() { c10::SetCPUAllocator(c10::GetDefaultCPUAllocator(), priority); }
    ~OwnMemoryOfLibtorch() { c10::SetCPUAllocator(ours_, priority); }
    OwnMemoryOfLibtorch(const OwnMemoryOfLibtorch&) = delete;
    OwnMemoryOfLibtorch& operator=(const OwnMemoryOfLibtorch&) = delete;

  private:
    static constexpr std::uint8_t priority = 255;
    c10::Allocator* ours_ = c10::GetCPUAllocator();
};

void bare(benchmark::State& state) {
    const BareConvolutions convolutions(state.range(0));
    convolutions.run();
    for (auto _ : state)
        convolutions.run();
}

void evaluation(benchmark::State& state) {
    const auto side = state.range(0);
    const auto picture = [&] { return at::rand({3, side, side}) * 255; };
    const Objective objective(model(), {}, picture(), picture(), {});
    const at::Tensor start = picture();
    at::Tensor gradient;
    objective.evaluate(start, gradient, {});
    for (auto _ : state)
        benchmark::DoNotOptimize(objective.evaluate(start, gradient, {}).total());
}

void bare_in_libtorch_memory(benchmark::State& state) {
    const OwnMemoryOfLibtorch memory;
    bare(state);
}

BENCHMARK(bare)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(bare_in_libtorch_memory)
    ->Arg(256)
    ->Arg(512)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(evaluation)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
} // namespace style_transfer::bench

int main(int count, char** values) {
    at::set_num_threads(style_transfer::usable_cores());
    const style_transfer::TensorMemory tensors(std::int64_t{4} << 30); // for both alike
    benchmark::Initialize(&count, values);
    benchmark::RunSpecifiedBenchmarks();
}

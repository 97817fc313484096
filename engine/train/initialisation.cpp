// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/initialisation.h"

#include "engine/train/least_squares.h"
#include "engine/train/random.h"
#include "engine/train/selection.h"

#include <ATen/ops/mm.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace style_transfer::train {

namespace {

// Where both networks are with one batch of crops.
struct Position {
    at::Tensor teacher;
    at::Tensor student;
};

const PlannedLayer* planned(const StudentPlan& plan, const std::string& name) {
    const auto found = std::ranges::find(plan.layers, name, &PlannedLayer::name);
    return found == plan.layers.end() ? nullptr : &*found;
}

class Initialisation {
  public:
    Initialisation(
        const FeatureNetwork& teacher, const StudentPlan& plan, const InputConvention& input,
        const InitialisationOptions& options, const MakePictures& pictures)
        : teacher_(teacher), plan_(plan), options_(options), pictures_(pictures),
          student_(input, at::kFloat, teacher.device()) {}

    FeatureNetwork run(const std::function<void(const FittedLayer&)>& report) {
        const auto& layers = teacher_.layers();
        const std::string& last = plan_.layers.back().name;
        for (std::size_t begin = 0, end = 0; begin < layers.size(); begin = end + 1) {
            end = begin;
            while (end < layers.size() && !layers[end].is_pool())
                ++end;
            std::vector<Position> positions = at_block(begin, crops_for_block(begin, end));
            for (std::size_t i = begin; i < end; ++i) {
                if (const PlannedLayer* layer = planned(plan_, layers[i].name))
                    report(fit(layers[i], layer->width, positions));
                else
                    for (Position& position : positions)
                        position.teacher = layers[i](position.teacher);
                if (layers[i].name == last)
                    return student_;
            }
            student_.add_pool();
        }
        return student_;
    }

  private:
    // The crops that give the widest fit of the block its samples.
    int crops_for_block(std::size_t begin, std::size_t end) const {
        int channels = student_channels();
        int unknowns = 0;
        for (std::size_t i = begin; i < end; ++i)
            if (const PlannedLayer* layer = planned(plan_, teacher_.layers()[i].name)) {
                unknowns = std::max(unknowns, 9 * channels + 1);
                channels = layer->width;
            }
        int side = options_.crop;
        for (std::size_t i = 0; i < begin; ++i)
            side /= teacher_.layers()[i].is_pool() ? 2 : 1;
        const double samples = double(unknowns) * options_.samples_per_unknown;
        return std::max(options_.least_crops, int(std::ceil(samples / (double(side) * side))));
    }

    int student_channels() const {
        int channels = 3;
        for (const FeatureNetwork::Layer& layer : student_.layers())
            if (!layer.is_pool())
                channels = int(layer.bias.size(0));
        return channels;
    }

    // Both networks run from the pictures to the start of the block: new crops for each block cost
    // less than keeping so many at full resolution.
    std::vector<Position> at_block(std::size_t begin, int crops) const {
        std::vector<Position> positions;
        const int batches = (crops + options_.batch - 1) / options_.batch;
        for (int batch = 0; batch < batches; ++batch) {
            const at::Tensor pictures = pictures_(options_.batch, std::uint64_t(batch));
            Position position{teacher_.input_of(pictures), student_.input_of(pictures)};
            for (std::size_t i = 0; i < begin; ++i)
                position.teacher = teacher_.layers()[i](position.teacher);
            for (const FeatureNetwork::Layer& layer : student_.layers())
                position.student = layer(position.student);
            positions.push_back(position);
        }
        return positions;
    }

    // Rows for the regression out of one batch, the same share of each.
    at::Tensor
    sample(std::int64_t rows, std::int64_t wanted, std::uint64_t number, at::Device device) const {
        Random random(options_.seed, Purpose::initialisation, number);
        std::vector<std::int64_t> chosen(std::min(rows, wanted));
        for (std::size_t i = 0; i < chosen.size(); ++i)
            chosen[i] =
                rows <= wanted ? std::int64_t(i) : std::int64_t(random.uniform() * double(rows));
        return at::tensor(chosen).to(device);
    }

    FittedLayer
    fit(const FeatureNetwork::Layer& layer, int width, std::vector<Position>& positions) {
        const int inputs = student_channels();
        const int unknowns = 9 * inputs + 1;
        constexpr double least_samples = 50000; // cheap where unknowns are few
        const auto wanted = std::int64_t(std::ceil(
            std::max(least_samples, double(unknowns) * options_.samples_per_unknown) /
            double(positions.size())));
        NormalEquations equations(/*intercept=*/true);
        at::Tensor covariance;
        for (std::size_t batch = 0; batch < positions.size(); ++batch) {
            Position& position = positions[batch];
            const at::Tensor target = layer.pre_activation(position.teacher);
            const at::Tensor target_rows = rows_of(target);
            const at::Tensor chosen = sample(target_rows.size(0), wanted, batch, teacher_.device());
            equations.add(
                patches_of(position.student).index_select(0, chosen),
                target_rows.index_select(0, chosen));
            position.teacher = target.relu();
            const at::Tensor activations = rows_of(position.teacher);
            const at::Tensor part = at::mm(activations.t(), activations).to(at::kDouble);
            covariance = covariance.defined() ? covariance.add_(part) : part;
        }
        const std::vector<std::int64_t> selected = select_channels(covariance.cpu(), width);
        const auto solution = equations.solve(options_.ridge, selected);
        // [inputs · 9, width], inputs outermost, as OIHW wants it.
        const at::Tensor kernel =
            solution.weights.narrow(0, 0, unknowns - 1).t().reshape({width, inputs, 3, 3});
        const at::Tensor bias = solution.weights[unknowns - 1];
        student_.add_convolution(layer.name, kernel, bias);
        for (Position& position : positions)
            position.student = student_.layers().back()(position.student);
        return {
            layer.name, width, int(positions.size()) * options_.batch, equations.samples(),
            solution.unexplained};
    }

    const FeatureNetwork& teacher_;
    const StudentPlan& plan_;
    const InitialisationOptions& options_;
    const MakePictures& pictures_;
    FeatureNetwork student_;
};

} // namespace

FeatureNetwork initialise_student(
    const FeatureNetwork& teacher, const StudentPlan& plan, const InputConvention& input,
    const InitialisationOptions& options, const MakePictures& pictures,
    const std::function<void(const FittedLayer&)>& report) {
    return Initialisation(teacher, plan, input, options, pictures).run(report);
}

} // namespace style_transfer::train

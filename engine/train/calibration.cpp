// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/calibration.h"

#include "engine/train/style_steps.h"
#include "engine/train/training_pictures.h"

#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace style_transfer::train {

namespace {

constexpr int pairs = 4;
constexpr std::array compared_after{12, 40}; // evaluations

using Gradients = std::map<std::string, at::Tensor>;

struct TermGradients {
    Gradients style, content;
};

at::Tensor gradient_of(const at::Tensor& term, const at::Tensor& picture) {
    std::vector<at::Tensor> inputs{picture};
    term.backward({}, /*retain_graph=*/true, /*create_graph=*/false, inputs);
    at::Tensor gradient = picture.grad();
    picture.mutable_grad().reset();
    return gradient;
}

TermGradients gradients_at(
    const at::Tensor& at, const Stylist& stylist, const Targets& targets,
    const std::vector<std::string>& taps) {
    const at::Tensor picture = at.detach().requires_grad_();
    const c10::AutoGradMode differentiate(true);
    TermGradients gradients;
    for (const auto& [tap, features] : stylist.network.features(picture, taps)) {
        at::Tensor content = features - targets.content.at(tap);
        if (stylist.maps)
            content = mapped(stylist.maps->at(tap), content);
        gradients.content[tap] = gradient_of(content.square().sum(), picture);
        if (const auto target = targets.style.find(tap); target != targets.style.end()) {
            at::Tensor style =
                style_grams({{tap, features}}, double(at.size(2) * at.size(3))).at(tap) -
                target->second;
            if (stylist.maps)
                style = mapped_grams(stylist.maps->at(tap), style);
            gradients.style[tap] = gradient_of(style.square().sum(), picture);
        }
    }
    return gradients;
}

double length_of(const at::Tensor& gradient) {
    return gradient.norm().item<double>();
}

double cosine_of(const at::Tensor& a, const at::Tensor& b) {
    const double lengths = length_of(a) * length_of(b);
    return lengths > 0 ? (a * b).sum().item<double>() / lengths : 0;
}

class Comparison {
  public:
    void add(const at::Tensor& teachers, const at::Tensor& students) {
        const double ratio = length_of(teachers) / length_of(students);
        if (!std::isfinite(ratio) || ratio <= 0)
            return;
        ratios_.push_back(ratio);
        cosines_ += cosine_of(teachers, students);
    }
    // The median: near a network's own optimum its gradient is short by chance.
    double scale() const {
        if (ratios_.empty())
            return 1;
        std::vector<double> ratios = ratios_;
        const auto upper = ratios.begin() + std::ptrdiff_t(ratios.size() / 2);
        std::ranges::nth_element(ratios, upper);
        if (ratios.size() % 2 == 1)
            return *upper;
        return std::sqrt(*upper * *std::max_element(ratios.begin(), upper));
    }
    double cosine() const { return ratios_.empty() ? 0 : cosines_ / double(ratios_.size()); }

  private:
    std::vector<double> ratios_;
    double cosines_ = 0;
};

using Comparisons = std::map<std::string, Comparison>;

void add(Comparisons& comparisons, const Gradients& teachers, const Gradients& students) {
    for (const auto& [tap, gradient] : teachers)
        comparisons[tap].add(gradient, students.at(tap));
}

void conclude(
    const Comparisons& comparisons, std::map<std::string, double>& scales,
    std::map<std::string, double>& cosines) {
    for (const auto& [tap, comparison] : comparisons) {
        scales[tap] = comparison.scale();
        cosines[tap] = comparison.cosine();
    }
}

at::Tensor
weighted_sum(const Gradients& gradients, const std::map<std::string, double>& scales = {}) {
    at::Tensor sum;
    for (const auto& [tap, gradient] : gradients) {
        const auto scale = scales.find(tap);
        const at::Tensor term =
            gradient * (style_factor(tap) * (scale == scales.end() ? 1 : scale->second));
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

} // namespace

Calibration calibrate(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
    const std::vector<std::string>& taps, const PictureSource& source, std::uint64_t seed) {
    using Kind = PictureSource::Kind;
    const std::vector<std::string> style = style_taps(taps);
    Comparisons styles, contents;
    std::vector<std::pair<Gradients, Gradients>> style_gradients; // teacher's and student's
    for (int pair = 0; pair < pairs; ++pair) {
        Random random(seed, Purpose::calibration, std::uint64_t(pair));
        const at::Tensor base = crops(source, Kind::held_out, 1, random).to(teacher.device());
        const at::Tensor painting =
            crops(source, Kind::held_out_painting, 1, random).to(teacher.device());
        const Stylist by_teacher{teacher}, by_student{student, &maps};
        const Targets teachers = targets_of(teacher, base, painting, taps);
        const Targets students = targets_of(student, base, painting, taps);
        for (const bool teacher_moves : {true, false}) {
            at::Tensor picture = base;
            int done = 0;
            for (const int evaluations : compared_after) {
                if (style.empty()) // nothing to move along: another picture will do
                    picture = crops(source, Kind::held_out, 1, random).to(base.device());
                else
                    picture = stylised(
                        picture, teacher_moves ? by_teacher : by_student,
                        teacher_moves ? teachers : students, evaluations - done);
                done = evaluations;
                const TermGradients wanted = gradients_at(picture, by_teacher, teachers, taps);
                const TermGradients found = gradients_at(picture, by_student, students, taps);
                add(styles, wanted.style, found.style);
                add(contents, wanted.content, found.content);
                style_gradients.emplace_back(wanted.style, found.style);
            }
        }
    }
    Calibration calibration;
    conclude(styles, calibration.scales.style, calibration.cosines.style);
    conclude(contents, calibration.scales.content, calibration.cosines.content);
    if (!style.empty())
        for (const auto& [wanted, found] : style_gradients)
            calibration.cosines.all_styles +=
                cosine_of(weighted_sum(wanted), weighted_sum(found, calibration.scales.style)) /
                double(style_gradients.size());
    return calibration;
}

} // namespace style_transfer::train

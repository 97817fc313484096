// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that depend on nothing but the seed, what they are for and a running number: a
// training that is resumed draws what the unbroken one draws, without a state to be saved.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace style_transfer::train {

enum class Purpose : std::uint32_t {
    picture_choice,
    held_out,
    initialisation,
    tap_maps,
    training,
    pool,
    calibration,
    evaluation,
    places,
};

class Random {
  public:
    Random(std::uint64_t seed, Purpose purpose, std::uint64_t number) {
        std::seed_seq sequence{
            std::uint32_t(seed), std::uint32_t(seed >> 32), std::uint32_t(purpose),
            std::uint32_t(number), std::uint32_t(number >> 32)};
        generator_.seed(sequence);
    }

    // The distributions of the standard library differ from one library to the next.
    double uniform() { return double(generator_() >> 11) * 0x1p-53; } // [0,1)
    double uniform(double from, double to) { return from + (to - from) * uniform(); }
    int below(int bound) { return int(uniform() * bound); }
    bool chance(double probability) { return uniform() < probability; }
    double normal() { // Box and Muller
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

  private:
    std::mt19937_64 generator_;
};

} // namespace style_transfer::train

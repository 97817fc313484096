// SPDX-License-Identifier: GPL-3.0-or-later
// Each field of Settings has one row in the table of parameters.
#include "engine/settings/parameters.h"

#include "tests/support/parameter_values.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

// Becomes whatever a field is.
struct Anything {
    template <typename Field>
    operator Field() const; // NOLINT(google-explicit-constructor)
};

// An aggregate takes as many initialisers as it has fields.
template <typename Aggregate, typename... Fields>
constexpr std::size_t count_fields() {
    if constexpr (requires { Aggregate{Fields{}..., Anything{}}; })
        return count_fields<Aggregate, Fields..., Anything>();
    else
        return sizeof...(Fields);
}

struct Three {
    std::string first;
    std::array<double, 5> second;
    Method third;
};
static_assert(count_fields<Three>() == 3);

TEST(EveryField, HasARow) {
    EXPECT_EQ(count_fields<Settings>(), parameters().size());
}

TEST(EveryField, HasARowOfItsOwn) {
    for (const Parameter& parameter : parameters()) {
        Settings settings;
        set_value(settings, parameter, test::other_value(parameter));
        for (const Parameter& each : parameters()) {
            const bool changed = value_text(each, settings) != value_text(each, Settings{});
            EXPECT_EQ(changed, &each == &parameter) << parameter.name << ", " << each.name;
        }
    }
}

TEST(EveryField, IsCopiedByItself) {
    for (const Parameter& parameter : parameters()) {
        Settings expected;
        set_value(expected, parameter, test::other_value(parameter));
        Settings settings;
        copy_value(parameter, test::other_settings(), settings);
        EXPECT_EQ(settings, expected) << parameter.name;
    }
}

TEST(EveryField, SurvivesAsText) {
    const Settings settings = test::other_settings();
    Settings read;
    apply_text(read, to_text(settings));
    EXPECT_EQ(read, settings);
}

} // namespace
} // namespace style_transfer

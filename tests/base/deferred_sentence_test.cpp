// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/deferred_sentence.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

// No catalogue is bound here: formats come out in their own words.
TEST(DeferredSentence, TakesItsValuesWhenItIsSaid) {
    EXPECT_EQ(
        said(deferred_sentence("%s pixels, at most %s", {"9×2", "8"})), "9×2 pixels, at most 8");
    EXPECT_EQ(said(deferred_sentence("no value", {})), "no value");
    EXPECT_EQ(said(deferred_sentence("one: %s", {""})), "one: ");
}

TEST(DeferredSentence, ATranslationMayTurnTheValuesRound) {
    EXPECT_EQ(said(deferred_sentence("%2$s before %1$s", {"a", "b"})), "b before a");
}

TEST(DeferredSentence, ValuesAreNoFormats) {
    EXPECT_EQ(said(deferred_sentence("%s, %s", {"%s%n", "100 %"})), "%s%n, 100 %");
}

TEST(DeferredSentence, TakesAnythingFromStrangers) {
    EXPECT_EQ(said(""), "");
    EXPECT_EQ(said("\x1f"), "");
    EXPECT_EQ(said("%s%n%99$s"), "%s%n%99$s");
    EXPECT_EQ(
        said("%s and %s\x1f"
             "one"),
        "one and ");
    EXPECT_EQ(
        said("%s\x1f"
             "one\x1f"
             "two"),
        "one");
    EXPECT_EQ(
        said("%9$s%d%\x1f"
             "one"),
        "%d%");
}

} // namespace
} // namespace style_transfer

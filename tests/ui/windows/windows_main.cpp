// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/catalogues.h"
#include "ui/widgets/direction.h"

#include <gtest/gtest.h>
#include <gtk/gtk.h>

#include <cstdio>

int main(int count, char** words) {
    style_transfer::testing::bind_catalogues();
    ::testing::InitGoogleTest(&count, words);
    if (!gtk_init_check(&count, &words)) {
        std::puts("skipped: there is no display");
        return 77;
    }
    style_transfer::follow_direction_of_texts();
    return RUN_ALL_TESTS();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <gtk/gtk.h>
#include <libintl.h>

#include <cstdio>

int main(int count, char** words) {
    if (const char* catalogues = g_getenv("STYLE_TRANSFER_LOCALE")) {
        bindtextdomain(GETTEXT_PACKAGE, catalogues);
        bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    }
    ::testing::InitGoogleTest(&count, words);
    if (!gtk_init_check(&count, &words)) {
        std::puts("skipped: there is no display");
        return 77;
    }
    return RUN_ALL_TESTS();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The list of styles in the dialog, with weights and the places that the document has for them.
#include "engine/base/error.h"
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/settings_dialog_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

namespace style_transfer {
namespace {

using testing::accept;
using testing::can_accept;
using testing::find;
using testing::message;
using testing::preview_settled;
using testing::respond;
using testing::style_is_shown;
using Kind = StyleRegion::Kind;
using Names = std::vector<std::string>;

class SeveralStylesTest : public testing::SettingsDialogFixture {
  protected:
    SeveralStylesTest() {
        context.regions = [this] { return regions; };
        context.load_region = [this](const StyleRegion& region, const Area&, int) {
            if (std::ranges::find(regions, region) == regions.end())
                throw Error(ErrorCode::invalid_argument, "The image has it no longer.");
            Image values = Image::create({64, 32}, 1);
            for (int y = 0; y < 16; ++y)
                std::fill_n(values.row(y), 64, covered);
            return values;
        };
    }

    void with_preview() {
        context.engine = [this]() -> const ste_api& { return engine.api(); };
        context.load_base = [](const Area&, int) { return Image::create({64, 32}, 3); };
    }

    // Opens with these, after the pictures have been read.
    std::optional<StyleChoice>
    run_list(const std::vector<ListedStyle>& list, const std::function<void(GtkWidget*)>& script) {
        return run_with({{}, list}, [&](GtkWidget* window) {
            EXPECT_TRUE(testing::wait_for([&] { return !gtk_events_pending(); }));
            script(window);
        });
    }

    std::vector<StyleRegion> regions{{Kind::selection}, {Kind::channel, "Sky"}};
    float covered = 1; // of the upper half of each region
    testing::FakeEngine engine;
};

Names texts_of(GtkWidget* combo) {
    Names texts;
    GtkTreeModel* model = gtk_combo_box_get_model(GTK_COMBO_BOX(combo));
    GtkTreeIter row;
    for (gboolean more = gtk_tree_model_get_iter_first(model, &row); more;
         more = gtk_tree_model_iter_next(model, &row)) {
        char* text = nullptr;
        gtk_tree_model_get(model, &row, 0, &text, -1);
        texts.emplace_back(text);
        g_free(text);
    }
    return texts;
}

Names places(GtkWidget* window) {
    return texts_of(find(window, "style-place"));
}

void choose_place(GtkWidget* window, int place) {
    gtk_combo_box_set_active(GTK_COMBO_BOX(find(window, "style-place")), place);
}

Names rows(GtkWidget* window) {
    return testing::names_of(testing::pictures_of(window, "styles"));
}

void choose_row(GtkWidget* window, int row) {
    GtkListBox* list = GTK_LIST_BOX(find(window, "styles"));
    gtk_list_box_select_row(list, gtk_list_box_get_row_at_index(list, row));
}

void press(GtkWidget* window, const char* button) {
    gtk_button_clicked(GTK_BUTTON(find(window, button)));
}

bool is_shown(GtkWidget* window, const char* name) {
    return gtk_widget_get_mapped(find(window, name)) != FALSE;
}

TEST_F(SeveralStylesTest, SkyFromOnePaintingAndTownFromAnother) {
    const auto choice = run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_FALSE(is_shown(window, "styles"));
        EXPECT_FALSE(is_shown(window, "style-list-weight"));
        EXPECT_EQ(places(window), (Names{"Everywhere", "Selection", "Channel: Sky"}));
        press(window, "style-add");
        EXPECT_TRUE(testing::wait_for([&] { return is_shown(window, "styles"); }));
        EXPECT_FALSE(can_accept(window)) << "it has no painting yet";
        EXPECT_EQ(
            rows(window),
            (Names{"style.ppm, Everywhere, 50 %", "Choose a painting, Everywhere, 50 %"}));
        testing::choose_file(window, "style-file", other_picture);
        choose_place(window, 2);
        EXPECT_EQ(rows(window), (Names{"style.ppm, Everywhere else", "other.ppm, Channel: Sky"}));
        EXPECT_EQ(places(window), (Names{"Everywhere else", "Selection", "Channel: Sky"}));
        EXPECT_TRUE(can_accept(window));
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(
        choice->styles,
        (std::vector<ListedStyle>{{picture}, {other_picture, 1, {Kind::channel, "Sky"}}}));
}

// The pages keep the width that they had at first.
TEST_F(SeveralStylesTest, TheListTakesNoMoreWidthThanOneStyle) {
    run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        const auto least_width = [&] {
            GtkRequisition least{};
            gtk_widget_get_preferred_size(find(window, "style"), &least, nullptr);
            return least.width;
        };
        const int one = least_width();
        press(window, "style-add");
        press(window, "style-add");
        EXPECT_EQ(least_width(), one);
        GtkWidget* list = find(window, "styles");
        EXPECT_TRUE(testing::wait_for([&] { return gtk_widget_get_mapped(list) != FALSE; }));
        GtkRequisition rows{};
        gtk_widget_get_preferred_size(list, &rows, nullptr);
        GtkRequisition shown{};
        GtkWidget* scroller = gtk_widget_get_ancestor(list, GTK_TYPE_SCROLLED_WINDOW);
        gtk_widget_get_preferred_size(scroller, &shown, nullptr);
        EXPECT_GE(shown.height, rows.height) << "three rows are seen at once";
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(SeveralStylesTest, EachHasItsWeightAndCanGo) {
    const auto choice = run_list({{picture, 3}, {other_picture}}, [&](GtkWidget* window) {
        EXPECT_EQ(
            rows(window), (Names{"style.ppm, Everywhere, 75 %", "other.ppm, Everywhere, 25 %"}));
        EXPECT_EQ(testing::shown_number(window, "style-list-weight"), "3.00");
        choose_row(window, 1);
        EXPECT_EQ(testing::shown_number(window, "style-list-weight"), "1.00");
        testing::type_number(window, "style-list-weight", "2");
        EXPECT_EQ(rows(window).at(1), "other.ppm, Everywhere, 40 %");
        choose_row(window, 0);
        press(window, "style-remove");
        EXPECT_FALSE(is_shown(window, "styles")) << "as simple as with one from the start";
        EXPECT_EQ(testing::label_text(window, "style-title"), "other.ppm");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles, (std::vector<ListedStyle>{{other_picture, 2}}));
}

TEST_F(SeveralStylesTest, AWeightWithMoreDecimalsStays) {
    const auto choice = run_list({{picture, 0.125}, {other_picture}}, [&](GtkWidget* window) {
        EXPECT_EQ(testing::shown_number(window, "style-list-weight"), "0.125");
        choose_row(window, 1);
        EXPECT_EQ(testing::shown_number(window, "style-list-weight"), "1.00");
        choose_row(window, 0);
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles, (std::vector<ListedStyle>{{picture, 0.125}, {other_picture}}));
}

TEST_F(SeveralStylesTest, OkTakesAWeightThatIsTypedButNotConfirmed) {
    const auto choice = run_list({{picture}, {other_picture}}, [&](GtkWidget* window) {
        gtk_entry_set_text(GTK_ENTRY(find(window, "style-list-weight")), "0.25");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).weight, 0.25);
}

TEST_F(SeveralStylesTest, AWeightNobodyTouchesStays) {
    const std::vector<ListedStyle> list{{picture, 0.00012345}, {other_picture, 123456.789}};
    const auto choice = run_list(list, [&](GtkWidget* window) {
        choose_row(window, 1);
        choose_row(window, 0);
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles, list);
}

TEST_F(SeveralStylesTest, APlaceThatTheImageHasNotIsSaid) {
    regions.clear();
    const auto choice = run_list({{picture, 1, {Kind::channel, "Sky"}}}, [&](GtkWidget* window) {
        const std::string sentence =
            "This image has no such place for a style: Channel: Sky. Choose another one.";
        EXPECT_TRUE(testing::wait_for([&] { return message(window) == sentence; }))
            << message(window);
        EXPECT_FALSE(can_accept(window));
        EXPECT_EQ(places(window), (Names{"Everywhere else", "Channel: Sky (not there)"}));
        choose_place(window, 0);
        EXPECT_TRUE(can_accept(window));
        EXPECT_EQ(places(window), Names{"Everywhere"});
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles, (std::vector<ListedStyle>{{picture}}));
}

TEST_F(SeveralStylesTest, APictureOfTheListThatIsGoneIsSaid) {
    const std::string gone = (folder / "gone.png").string();
    run_list({{picture}, {gone}}, [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] { return !message(window).empty(); }));
        EXPECT_EQ(message(window), "gone.png: there is no such file.");
        EXPECT_FALSE(can_accept(window));
        EXPECT_EQ(rows(window).at(1), "Choose a painting, Everywhere, 50 %");
        choose_row(window, 1);
        press(window, "style-remove");
        EXPECT_TRUE(can_accept(window));
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(SeveralStylesTest, ThePreviewPaintsAllWithTheirPlaces) {
    with_preview();
    run_list({{picture, 2}, {other_picture, 1, regions[1]}}, [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        ASSERT_EQ(engine.seen_styles.size(), 2u);
        EXPECT_EQ(engine.seen_styles[0].weight, 2);
        EXPECT_TRUE(engine.seen_styles[0].region.empty());
        EXPECT_EQ(engine.seen_styles[1].region.size(), 64u * 32u);
        EXPECT_EQ(engine.seen_styles[1].region.front(), 1);
        EXPECT_EQ(engine.seen_styles[1].region.back(), 0);

        const auto painted_again = [&](const std::function<void()>& change) {
            const int made = engine.sessions_made;
            change();
            if (!testing::wait_for([&] { return engine.sessions_made > made; }) ||
                !preview_settled(window))
                return false;
            // It may say so still of what was there before: a first look and the picture itself are
            // painted by a session each, the second soon after the first.
            for (int seen = -1;
                 std::exchange(seen, engine.sessions_made) != engine.sessions_made;) {
                const gint64 end = g_get_monotonic_time() + 300'000;
                testing::wait_for([&] { return g_get_monotonic_time() > end; });
            }
            return true;
        };
        EXPECT_TRUE(painted_again([&] { testing::type_number(window, "style-list-weight", "1"); }))
            << "another weight is another picture";
        EXPECT_EQ(engine.seen_styles[0].weight, 1);

        // The user has painted in the channel meanwhile, and comes back to the window.
        if (gtk_window_is_active(GTK_WINDOW(window))) {
            const auto come_back = [&](float value) {
                covered = value;
                g_object_notify(G_OBJECT(window), "is-active");
            };
            EXPECT_TRUE(painted_again([&] { come_back(0.5F); }));
            EXPECT_EQ(engine.seen_styles.at(1).region.front(), 0.5F);
            const int made = engine.sessions_made;
            come_back(0.5F);
            EXPECT_EQ(engine.sessions_made, made) << "nothing has changed";
            EXPECT_TRUE(painted_again([&] { come_back(0); }));
            EXPECT_EQ(engine.seen_styles.size(), 1u) << "nothing of this picture";
        }
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(SeveralStylesTest, WhereNothingIsPaintedThePreviewSaysSo) {
    with_preview();
    covered = 0;
    run_list({{picture, 1, regions[1]}}, [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] {
            return testing::label_text(window, "preview-state") ==
                   "Here no style is painted: the photo stays.";
        }));
        EXPECT_EQ(engine.sessions_made, 0);
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(SeveralStylesTest, AreChosenWithTheKeyboard) {
    run_list({{picture}, {other_picture}}, [&](GtkWidget* window) {
        GtkListBox* list = GTK_LIST_BOX(find(window, "styles"));
        gtk_widget_grab_focus(GTK_WIDGET(gtk_list_box_get_row_at_index(list, 0)));
        testing::press_key(window, GDK_KEY_Down);
        testing::choose_file(window, "style-file", unknown_picture);
        EXPECT_FALSE(message(window).empty()) << "no picture without the program's help";
        EXPECT_EQ(rows(window).at(1), "other.ppm, Everywhere, 50 %") << "the former one stays";
        // Texts that change keep the focus where it is.
        GtkWidget* place = find(window, "style-place");
        gtk_widget_grab_focus(place);
        GtkWidget* focus = gtk_window_get_focus(GTK_WINDOW(window));
        choose_place(window, 1);
        EXPECT_EQ(places(window).at(0), "Everywhere else");
        EXPECT_EQ(gtk_window_get_focus(GTK_WINDOW(window)), focus);
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

} // namespace
} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "tests/model/test_files.h"

#include <cstdlib>
#include <optional>
#include <string>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

// Sets a variable of the environment, or removes it; the destructor restores it.
class Variable {
  public:
    Variable(const char* name, const std::optional<std::string>& value) : name_(name) {
        if (const char* old = std::getenv(name))
            old_ = old;
        set(value);
    }
    ~Variable() { set(old_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    void set(const std::optional<std::string>& value) {
        if (value)
            setenv(name_, value->c_str(), 1);
        else
            unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> old_;
};

class FindModel : public testing::Test {
  protected:
    void SetUp() override {
        root_ = test::folder() / "find";
        fs::remove_all(root_);
        for (const fs::path& folder : {data_models(), user_models(), home_models()})
            fs::create_directories(folder);
        variables_.emplace_back(
            std::make_unique<Variable>("STYLE_TRANSFER_DATA", (root_ / "data").string()));
        variables_.emplace_back(
            std::make_unique<Variable>("XDG_DATA_HOME", (root_ / "user").string()));
        variables_.emplace_back(std::make_unique<Variable>("HOME", (root_ / "home").string()));
        variables_.emplace_back(
            std::make_unique<Variable>("XDG_DATA_DIRS", (root_ / "system").string()));
    }

    fs::path data_models() const { return root_ / "data/models"; }
    fs::path user_models() const { return root_ / "user/gimp-style-transfer/models"; }
    fs::path home_models() const { return root_ / "home/.local/share/gimp-style-transfer/models"; }

    static fs::path put(const fs::path& file) {
        test::write_bytes(fs::relative(file, test::folder()).string(), "x");
        return file;
    }

    static std::string refusal(const std::string& model) {
        try {
            return "found " + find_model(model).string();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::model);
            return error.what();
        }
    }

    fs::path root_;
    std::vector<std::unique_ptr<Variable>> variables_;
};

TEST_F(FindModel, FoldersInOrder) {
    const fs::path user = put(user_models() / "vgg19.h5");
    EXPECT_EQ(find_model("vgg19"), user);
    const fs::path data = put(data_models() / "vgg19.safetensors");
    EXPECT_EQ(find_model("vgg19"), data) << "the first folder wins, not the first name";
    const Variable no_data("STYLE_TRANSFER_DATA", std::nullopt);
    EXPECT_EQ(find_model("vgg19"), user);
}

TEST_F(FindModel, NamesInOrder) {
    const fs::path third = put(data_models() / "vgg19.safetensors");
    EXPECT_EQ(find_model("vgg19"), third);
    const fs::path second = put(data_models() / "vgg19.h5");
    EXPECT_EQ(find_model("vgg19"), second);
    const fs::path first = put(data_models() / "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5");
    EXPECT_EQ(find_model("vgg19"), first);
    fs::remove(first);
    fs::create_directory(first);
    EXPECT_EQ(find_model("vgg19"), second) << "a folder of that name is no model";
}

TEST_F(FindModel, AutoPrefersVgg19WhereverItIs) {
    const fs::path compact = put(data_models() / "compact.safetensors");
    EXPECT_EQ(find_model("compact"), compact);
    EXPECT_EQ(find_model("auto"), compact);
    const fs::path vgg19 = put(user_models() / "vgg19.h5");
    EXPECT_EQ(find_model("auto"), vgg19);
    EXPECT_EQ(find_model("compact"), compact);
}

TEST_F(FindModel, PreviewIsOnlyTakenWhenAskedFor) {
    const fs::path preview = put(data_models() / "preview.safetensors");
    EXPECT_EQ(find_model("preview"), preview);
    EXPECT_EQ(refusal("auto").find("found " + preview.string()), std::string::npos);
    const fs::path compact = put(user_models() / "compact.safetensors");
    EXPECT_EQ(find_model("auto"), compact);
}

TEST_F(FindModel, HomeStandsInForTheUserFolder) {
    const fs::path home = put(home_models() / "vgg19.h5");
    EXPECT_EQ(refusal("vgg19").find("found"), std::string::npos);
    for (const auto& value :
         {std::optional<std::string>{}, std::optional<std::string>{""},
          std::optional<std::string>{"relative/folder"}}) {
        const Variable user("XDG_DATA_HOME", value);
        EXPECT_EQ(find_model("vgg19"), home);
    }
}

TEST_F(FindModel, SaysWhereItHasLooked) {
    const fs::path installed = data_folders().back() / "models";
    const std::string folders = data_models().string() + ", " + user_models().string() + ", " +
                                (root_ / "system/gimp-style-transfer/models").string() + ", " +
                                installed.string();
    if (!fs::exists(installed)) {
        EXPECT_EQ(
            refusal("vgg19"),
            "The model \"vgg19\" is not installed: none of the folders " + folders +
                " holds vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5 or vgg19.h5 or "
                "vgg19.safetensors.");
        for (const char* name : {"compact", "auto"})
            EXPECT_EQ(
                refusal(name), "The model \"compact\" is not installed: none of the folders " +
                                   folders + " holds compact.safetensors.");
    }
}

TEST_F(FindModel, EverythingElseIsAPath) {
    const fs::path file = put(root_ / "my model.h5");
    EXPECT_EQ(find_model(file.string()), file);
    EXPECT_EQ(
        refusal("vgg16"),
        "vgg16: there is no such model file; expected auto, compact, preview, vgg19 or a "
        "file.");
    EXPECT_EQ(
        refusal(root_.string()), root_.string() + ": this is a folder; expected a model file.");
}

} // namespace
} // namespace style_transfer

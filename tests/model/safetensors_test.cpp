// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/safetensors.h"

#include "engine/base/error.h"
#include "tests/model/test_files.h"

#include <string>

namespace style_transfer {
namespace {

using test::as_bytes;
using test::safetensors;

const std::string twelve_bytes(12, '\0');

std::string parse_refusal(const std::string& bytes) {
    try {
        Safetensors::parse(as_bytes(bytes), "net");
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::model);
        return error.what();
    }
    return "accepted";
}

// One tensor "t" described by `description`, with twelve bytes of data.
std::string tensor_refusal(const std::string& description) {
    return parse_refusal(safetensors(R"({"t":)" + description + "}", twelve_bytes));
}

TEST(Safetensors, ReadsTensorsAndMetadata) {
    const std::string file = safetensors(
        R"({"__metadata__":{"key":"värde"},"b":{"dtype":"F16","shape":[1,2],"data_offsets":[4,8]},)"
        R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
        std::string_view("\x00\x00\x80\x40\x00\x3C\x00\xC0", 8));
    const Safetensors tensors = Safetensors::parse(as_bytes(file), "net");
    EXPECT_EQ(tensors.metadata().at("key"), "värde");
    EXPECT_TRUE(tensors.contains("a") && tensors.contains("b") && !tensors.contains("key"));
    EXPECT_EQ(tensors.tensor("a").read(), std::vector{4.0F});
    EXPECT_TRUE(tensors.tensor("a").shape.empty());
    EXPECT_EQ(tensors.tensor("b").read(), (std::vector{1.0F, -2.0F}));
    EXPECT_EQ(tensors.tensor("b").shape, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_THROW(tensors.tensor("c"), Error);
}

TEST(Safetensors, HeaderLengthLies) {
    const std::string good =
        safetensors(R"({"t":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", twelve_bytes);
    ASSERT_EQ(parse_refusal(good), "accepted");
    const auto with_length = [&](std::uint64_t length) {
        std::string file = good;
        for (int byte = 0; byte < 8; ++byte)
            file[byte] = char(length >> (8 * byte));
        return parse_refusal(file);
    };
    EXPECT_EQ(
        with_length(0), "net: expected a safetensors header of 2 to 1048576 bytes, found one "
                        "of 0.");
    for (std::uint64_t huge :
         {std::uint64_t(good.size() - 7), std::uint64_t{1} << 40, ~std::uint64_t{0},
          ~std::uint64_t{0} - 7})
        EXPECT_EQ(
            with_length(huge),
            "net: the safetensors header should have " + std::to_string(huge) +
                " bytes, found only " + std::to_string(good.size() - 8) +
                "; the file is cut short or damaged, copy or download it again.");
    EXPECT_EQ(
        with_length(10), "net: the safetensors header is not valid JSON; the file is cut "
                         "short or damaged, copy or download it again.");
    EXPECT_NE(with_length(good.size() - 8 - 11), "accepted"); // takes one byte of the data
    EXPECT_EQ(
        parse_refusal(safetensors("{" + std::string(1 << 20, ' ') + "}")),
        "net: expected a safetensors header of 2 to 1048576 bytes, found one of 1048578.");
}

TEST(Safetensors, TruncatedAnywhere) {
    const std::string good = safetensors(
        R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
        R"("b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
        twelve_bytes);
    ASSERT_EQ(parse_refusal(good), "accepted");
    for (std::size_t size = 0; size < good.size(); ++size) {
        const std::string sentence = parse_refusal(good.substr(0, size));
        EXPECT_NE(sentence.find("cut short or damaged"), std::string::npos) << size << sentence;
    }
    EXPECT_EQ(
        parse_refusal(good.substr(0, good.size() - 1)),
        "net: tensor \"b\": its numbers should end at byte 12 of the data, but the file holds only "
        "11; the file is cut short or damaged, copy or download it again.");
    EXPECT_EQ(
        parse_refusal(good + "?"), "net: expected 12 bytes of tensors after the header, found 13.");
}

TEST(Safetensors, NotJson) {
    for (const char* header :
         {"{\"t\"", "{]  ", "{\"t\":nan}", "{} {}", "{\"\xFF\":1}", "{\"a\":1,}", "{\"a\":1e999}"})
        EXPECT_NE(parse_refusal(safetensors(header)).find("not valid JSON"), std::string::npos)
            << header << ": " << parse_refusal(safetensors(header));
    EXPECT_EQ(
        parse_refusal(safetensors(R"({"t":[1,2]})")),
        "net: tensor \"t\": expected a description with dtype, shape and data_offsets.");
    EXPECT_EQ(
        parse_refusal(safetensors(R"({"__metadata__":[]})")),
        "net: expected a JSON object as __metadata__.");
    EXPECT_EQ(
        parse_refusal(safetensors(R"({"__metadata__":{"a":"b","mean":1}})")),
        "net: expected text as __metadata__ \"mean\".");
    // Ten thousand brackets must not use up the stack or the memory.
    EXPECT_EQ(
        parse_refusal(safetensors("{\"t\":" + std::string(100000, '['))),
        "net: the safetensors header is nested too deeply.");
}

TEST(Safetensors, WrongDescriptions) {
    EXPECT_EQ(
        tensor_refusal(R"({"shape":[3],"data_offsets":[0,12]})"),
        "net: tensor \"t\": expected the name of a number type as dtype.");
    EXPECT_EQ(
        tensor_refusal(R"({"dtype":7,"shape":[3],"data_offsets":[0,12]})"),
        "net: tensor \"t\": expected the name of a number type as dtype.");
    for (const char* shape : {"3", "[-3]", "[3.0]", "[\"3\"]", "[18446744073709551616]", "null"})
        EXPECT_EQ(
            tensor_refusal(
                std::string(R"({"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,12]})"),
            "net: tensor \"t\": expected a list of whole numbers as shape.");
    for (const char* offsets : {"12", "[0]", "[0,12,24]", "[-1,12]", "[0,12.0]"})
        EXPECT_EQ(
            tensor_refusal(
                std::string(R"({"dtype":"F32","shape":[3],"data_offsets":)") + offsets + "}"),
            "net: tensor \"t\": expected two whole numbers as data_offsets.");
}

TEST(Safetensors, OffsetsOutOfRange) {
    const auto with_offsets = [](const std::string& offsets) {
        return tensor_refusal(R"({"dtype":"F32","shape":[3],"data_offsets":)" + offsets + "}");
    };
    EXPECT_EQ(
        with_offsets("[12,0]"), "net: tensor \"t\": data_offsets end at byte 0, before they begin "
                                "at byte 12.");
    for (const char* end : {"13", "4294967308", "18446744073709551615"})
        EXPECT_NE(
            with_offsets(std::string("[0,") + end + "]").find("should end at byte "),
            std::string::npos)
            << end;
    EXPECT_NE(
        with_offsets("[18446744073709551603,18446744073709551615]").find("should end at byte "),
        std::string::npos);
    EXPECT_EQ(
        with_offsets("[0,8]"),
        "net: tensor \"t\": expected 12 bytes for 3 numbers of type F32, found 8.");
}

TEST(Safetensors, ProductsThatOverflow) {
    // 2^62 · 4 bytes and 2^32 · 2^32 numbers are 0 modulo 2^64.
    EXPECT_EQ(
        tensor_refusal(R"({"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]})"),
        "net: tensor \"t\": expected endless bytes for 4611686018427387904 numbers of type F32, "
        "found 0.");
    EXPECT_EQ(
        tensor_refusal(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})"),
        "net: tensor \"t\": expected endless bytes for 4294967296×4294967296 numbers of type F32, "
        "found 0.");
}

TEST(Safetensors, OverlapsAndGaps) {
    const auto pair = [](const std::string& first, const std::string& second) {
        return parse_refusal(safetensors(
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":)" + first +
                R"(},"b":{"dtype":"F32","shape":[1],"data_offsets":)" + second + "}}",
            twelve_bytes));
    };
    EXPECT_EQ(pair("[0,8]", "[8,12]"), "accepted");
    EXPECT_EQ(pair("[4,12]", "[0,4]"), "accepted");
    EXPECT_EQ(
        pair("[0,8]", "[4,8]"), "net: tensor \"b\": its numbers begin at byte 4 of the data, "
                                "expected 8: tensors must neither overlap nor leave gaps.");
    EXPECT_EQ(
        pair("[4,12]", "[4,8]"), "net: tensor \"b\": its numbers begin at byte 4 of the data, "
                                 "expected 0: tensors must neither overlap nor leave gaps.");
}

TEST(Safetensors, TheSameNameTwice) {
    EXPECT_EQ(
        parse_refusal(safetensors(
            R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},)"
            R"("a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})",
            twelve_bytes)),
        "net: the safetensors header names the tensor \"a\" twice.");
}

TEST(Safetensors, NumberTypes) {
    const auto of_type = [](const std::string& type, int count) {
        return safetensors(
            R"({"t":{"dtype":")" + type + R"(","shape":[)" + std::to_string(count) +
                R"(],"data_offsets":[0,12]}})",
            twelve_bytes);
    };
    // Tensors that no kernel is read from may have any type.
    for (const auto& [type, count] :
         {std::pair{"I32", 3}, std::pair{"U8", 12}, std::pair{"F4_OF_2031", 24}}) {
        const std::string file = of_type(type, count);
        const Safetensors tensors = Safetensors::parse(as_bytes(file), "net");
        try {
            tensors.tensor("t").read();
            ADD_FAILURE() << type;
        } catch (const Error& error) {
            EXPECT_EQ(
                std::string(error.what()),
                std::string("net: tensor \"t\": expected numbers of type F16, BF16, F32 or F64, "
                            "found \"") +
                    type + "\".");
        }
    }
    EXPECT_EQ(
        parse_refusal(of_type("I64", 3)),
        "net: tensor \"t\": expected 24 bytes for 3 numbers of type I64, found 12.");
}

TEST(Safetensors, OtherFilesAreToldByTheirContent) {
    EXPECT_EQ(
        parse_refusal(std::string("PK\x03\x04 and so on, a zip archive")),
        "net: expected a model in Keras HDF5 or safetensors format, found a ZIP archive (PyTorch's "
        ".pth and Keras's .keras are such); convert it to safetensors.");
    EXPECT_EQ(
        parse_refusal("Some text that somebody calls a model."),
        "net: expected a model in Keras HDF5 or safetensors format, found neither; the file is of "
        "another kind, cut short or damaged.");
}

TEST(Safetensors, NamesFromTheFileAreMadeFitToPrint) {
    const std::string name = std::string(500, 'x');
    const std::string sentence = parse_refusal(safetensors(R"({"\u001b[31m\n)" + name + R"(":1})"));
    EXPECT_NE(sentence.find("\"?[31m?xxx"), std::string::npos) << sentence;
    EXPECT_LT(sentence.size(), 250u);
}

} // namespace
} // namespace style_transfer

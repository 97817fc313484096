// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/safetensors.h"

#include "engine/base/translation.h"
#include "engine/model/scalar_types.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace style_transfer {

namespace {

using nlohmann::json;
using Entry = Safetensors::Entry;

constexpr std::size_t length_size = 8;
// The headers of the networks at hand have 2 to 10 kB; a cap keeps a lying one from eating memory.
constexpr std::uint64_t largest_header = std::uint64_t{1} << 20;
constexpr const char* damaged = "; the file is cut short or damaged, copy or download it again.";

// Where the JSON text of the header is.
std::string_view header_text(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.size() <= length_size || text[length_size] != '{') {
        if (text.starts_with("PK\x03\x04"))
            refuse(
                file, _("expected a model in Keras HDF5 or safetensors format, found a ZIP archive "
                        "(PyTorch's .pth and Keras's .keras are such); convert it to "
                        "safetensors."));
        refuse(
            file, _("expected a model in Keras HDF5 or safetensors format, found neither; the file "
                    "is of another kind, cut short or damaged."));
    }
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < length_size; ++i)
        length |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    const std::uint64_t available = text.size() - length_size;
    if (length > available)
        refuse(
            file, "the safetensors header should have " + std::to_string(length) +
                      " bytes, found only " + std::to_string(available) + damaged);
    if (length < 2 || length > largest_header)
        refuse(
            file, "expected a safetensors header of 2 to " + std::to_string(largest_header) +
                      " bytes, found one of " + std::to_string(length) + ".");
    return text.substr(length_size, std::size_t(length));
}

json parse_header(std::string_view text, const std::filesystem::path& file) {
    std::set<std::string> names;
    // JSON leaves it open which of two equal names counts, so a file with them is refused.
    const auto check = [&](int depth, json::parse_event_t event, const json& parsed) {
        constexpr int deepest = 4;
        if (depth > deepest)
            refuse(file, "the safetensors header is nested too deeply.");
        if (event == json::parse_event_t::key && depth == 1 &&
            !names.insert(parsed.get<std::string>()).second)
            refuse(
                file, "the safetensors header names the tensor " +
                          in_quotes(parsed.get<std::string>()) + " twice.");
        return true;
    };
    json header;
    try {
        header = json::parse(text, check);
    } catch (const json::exception&) { // also thrown for numbers beyond double
        refuse(file, std::string("the safetensors header is not valid JSON") + damaged);
    }
    if (!header.is_object())
        refuse(file, "expected a JSON object as safetensors header.");
    return header;
}

// A list of whole, non-negative numbers; nothing when it is something else.
std::optional<std::vector<std::uint64_t>> whole_numbers(const json& object, const char* key) {
    const auto list = object.find(key);
    if (list == object.end() || !list->is_array())
        return std::nullopt;
    std::vector<std::uint64_t> result;
    for (const json& number : *list) {
        if (!number.is_number_unsigned())
            return std::nullopt;
        result.push_back(number.get<std::uint64_t>());
    }
    return result;
}

// Nothing when the product does not fit 64 bits.
std::optional<std::uint64_t> product(const std::vector<std::uint64_t>& factors) {
    std::uint64_t result = 1;
    for (std::uint64_t factor : factors)
        if (__builtin_mul_overflow(result, factor, &result))
            return std::nullopt;
    return result;
}

Entry parse_entry(
    const std::filesystem::path& file, const std::string& name, const json& description,
    std::uint64_t data_size) {
    const std::string tensor = "tensor " + in_quotes(name) + ": ";
    if (!description.is_object())
        refuse(file, tensor + "expected a description with dtype, shape and data_offsets.");
    Entry entry;
    const auto type = description.find("dtype");
    if (type == description.end() || !type->is_string())
        refuse(file, tensor + "expected the name of a number type as dtype.");
    entry.type = type->get<std::string>();

    const auto shape = whole_numbers(description, "shape");
    if (!shape)
        refuse(file, tensor + "expected a list of whole numbers as shape.");
    entry.shape = *shape;

    const auto offsets = whole_numbers(description, "data_offsets");
    if (!offsets || offsets->size() != 2)
        refuse(file, tensor + "expected two whole numbers as data_offsets.");
    entry.begin = offsets->front();
    entry.end = offsets->back();
    if (entry.begin > entry.end)
        refuse(
            file, tensor + "data_offsets end at byte " + std::to_string(entry.end) +
                      ", before they begin at byte " + std::to_string(entry.begin) + ".");
    if (entry.end > data_size)
        refuse(
            file, tensor + "its numbers should end at byte " + std::to_string(entry.end) +
                      " of the data, but the file holds only " + std::to_string(data_size) +
                      damaged);

    const std::optional<std::size_t> number_size = bytes_per_number(entry.type);
    if (!number_size)
        return entry; // a type newer than this program: harmless unless the tensor is wanted
    const std::optional<std::uint64_t> numbers = product(entry.shape);
    const std::optional<std::uint64_t> expected =
        numbers ? product({*numbers, *number_size}) : std::nullopt;
    if (expected != entry.end - entry.begin)
        refuse(
            file, tensor + "expected " + (expected ? std::to_string(*expected) : "endless") +
                      " bytes for " + shape_text(entry.shape) + " numbers of type " + entry.type +
                      ", found " + std::to_string(entry.end - entry.begin) + ".");
    return entry;
}

// The format demands that the tensors fill the data completely, one after the other.
void check_ranges(
    const std::filesystem::path& file, const std::map<std::string, Entry>& entries,
    std::uint64_t data_size) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> names;
    for (const auto& [name, entry] : entries) {
        ranges.emplace_back(entry.begin, entry.end);
        names.emplace(ranges.back(), name);
    }
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t filled = 0;
    for (const auto& range : ranges) {
        if (range.first != filled)
            refuse(
                file, "tensor " + in_quotes(names[range]) + ": its numbers begin at byte " +
                          std::to_string(range.first) + " of the data, expected " +
                          std::to_string(filled) +
                          ": tensors must neither overlap nor leave gaps.");
        filled = range.second;
    }
    if (filled != data_size)
        refuse(
            file, "expected " + std::to_string(filled) +
                      " bytes of tensors after the header, found " + std::to_string(data_size) +
                      ".");
}

} // namespace

Safetensors
Safetensors::parse(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    const std::string_view text = header_text(bytes, file);
    const json header = parse_header(text, file);

    Safetensors result;
    result.file_ = file;
    result.data_ = bytes.subspan(length_size + text.size());
    for (const auto& [name, description] : header.items()) {
        if (name != "__metadata__") {
            result.entries_[name] = parse_entry(file, name, description, result.data_.size());
            continue;
        }
        if (!description.is_object())
            refuse(file, "expected a JSON object as __metadata__.");
        for (const auto& [key, value] : description.items()) {
            if (!value.is_string())
                refuse(file, "expected text as __metadata__ " + in_quotes(key) + ".");
            result.metadata_[key] = value.get<std::string>();
        }
    }
    check_ranges(file, result.entries_, result.data_.size());
    return result;
}

StoredTensor Safetensors::tensor(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end())
        refuse(file_, "the tensor " + in_quotes(name) + " is missing.");
    const Entry& entry = found->second;
    const std::span<const std::byte> bytes =
        data_.subspan(std::size_t(entry.begin), std::size_t(entry.end - entry.begin));
    const auto read = [file = file_, name, type_name = entry.type, bytes] {
        const std::optional<ScalarType> type = scalar_type(type_name);
        if (!type)
            refuse(
                file, "tensor " + in_quotes(name) +
                          ": expected numbers of type F16, BF16, F32 or F64, found " +
                          in_quotes(type_name) + ".");
        return decode(bytes, *type);
    };
    return {name, entry.shape, read};
}

} // namespace style_transfer

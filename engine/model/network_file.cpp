// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/network_file.h"

#include "engine/base/error.h"

namespace style_transfer {

void refuse(const std::filesystem::path& file, const std::string& problem) {
    throw Error(ErrorCode::model, file.string() + ": " + problem);
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 120;
    std::string result = "\"";
    for (char character : text.substr(0, longest))
        result += character >= ' ' && character <= '~' ? character : '?';
    return result + (text.size() > longest ? "…\"" : "\"");
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
    if (shape.empty())
        return "one number";
    constexpr std::size_t most = 8;
    std::string result;
    for (std::size_t axis = 0; axis < shape.size() && axis < most; ++axis)
        result += (axis == 0 ? "" : "×") + std::to_string(shape[axis]);
    return result + (shape.size() > most ? "×…" : "");
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/sheet_report.h"

#include "engine/base/atomic_file.h"
#include "engine/base/translation.h"
#include "engine/cli/report.h"
#include "engine/client/settings_json.h"

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const SheetCell& cell, const SheetArguments& arguments, const PaintedCell& painted) {
    Json json = {{"title", cell.title}, {"caption", cell.caption}};
    if (cell.style)
        json["style"] = arguments.styles[*cell.style].file.string();
    json["settings"] = style_transfer::json_of(cell.settings);
    if (!painted.progress) {
        json["error"] = painted.error;
        return json;
    }
    json["area"] = {
        {"x", painted.area.x},
        {"y", painted.area.y},
        {"width", painted.area.size.width},
        {"height", painted.area.size.height}};
    json["final"] = style_transfer::json_of(*painted.progress);
    return json;
}

} // namespace

void write_sheet_report(
    const std::filesystem::path& file, const SheetArguments& arguments,
    const std::vector<PaintedCell>& cells) {
    Json styles = Json::array();
    for (const StyleArgument& style : arguments.styles)
        styles.push_back({{"file", style.file.string()}, {"weight", style.weight}});
    Json list = Json::array();
    for (std::size_t i = 0; i < cells.size(); ++i)
        list.push_back(json_of(arguments.sheet.cells[i], arguments, cells[i]));
    const Json json = {{"version", STYLE_TRANSFER_VERSION},
                       {"base", arguments.base.string()},
                       {"styles", styles},
                       {"output", arguments.output.string()},
                       {"columns", arguments.sheet.columns},
                       {"cells", list}};
    AtomicFile target(file, N_("The report"));
    // File names need not be UTF-8, JSON must be.
    target.write(json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    target.commit();
}

} // namespace style_transfer

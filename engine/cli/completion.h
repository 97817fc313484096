// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <string_view>

namespace CLI {
class App;
}

namespace style_transfer {

// Writes the completion of the options of `app` for a shell, "bash" or "zsh": their names, their
// words where the table of settings has some, and files otherwise. Throws Error for another shell.
void write_completion(std::ostream& stream, const CLI::App& app, std::string_view shell);

} // namespace style_transfer

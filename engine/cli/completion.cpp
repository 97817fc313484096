// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/completion.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/model/named_models.h"
#include "engine/settings/parameters.h"

#include <CLI/CLI.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

constexpr const char* commands = "batch doctor model sheet"; // instead of a picture
constexpr const char* model_commands = "install import list verify remove";

std::string model_names() {
    std::string names;
    for (const NamedModel& model : named_models())
        names += (names.empty() ? "" : " ") + model.name;
    return names;
}

enum class Values {
    none,
    words,   // of which one is meant
    numbers, // about which a shell knows nothing
    files,
};

struct Option {
    std::vector<std::string> names; // with their dashes
    std::string description;
    Values values = Values::none;
    std::string words; // with a space between
};

Values values_of(const Parameter* parameter) {
    if (!parameter)
        return Values::files;
    if (!choices_of(*parameter).empty())
        return Values::words;
    // A network is a name or a file.
    return parameter->name == "model" ? Values::files : Values::numbers;
}

Option described(const CLI::Option& option) {
    Option made;
    for (const std::string& name : option.get_snames())
        made.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        made.names.push_back("--" + name);
    made.description = option.get_description();
    if (option.get_expected_max() == 0)
        return made;
    const Parameter* parameter =
        option.get_lnames().empty() ? nullptr : find_parameter(option.get_lnames().front());
    if (parameter)
        made.description = parameter->blurb;
    made.values = values_of(parameter);
    if (made.values == Values::words)
        for (const std::string_view word : choices_of(*parameter))
            made.words += (made.words.empty() ? "" : " ") + std::string(word);
    return made;
}

std::vector<Option> options_of(const CLI::App& app) {
    std::vector<Option> options;
    for (const CLI::Option* option : app.get_options())
        if (!option->get_positional() || !option->get_lnames().empty())
            options.push_back(described(*option));
    return options;
}

std::string joined(const std::vector<std::string>& names, const char* separator) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : separator) + name;
    return text;
}

void write_bash(std::ostream& stream, const std::vector<Option>& options) {
    std::string all;
    stream << "# bash completion of style-transfer; made by style-transfer --completions bash\n"
              "_style_transfer() {\n"
              "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
              "    if [[ ${COMP_WORDS[1]} == model && $COMP_CWORD -gt 1 ]]; then\n"
              "        if [[ $COMP_CWORD == 2 ]]; then\n"
              "            COMPREPLY=($(compgen -W '"
           << model_commands
           << "' -- \"$word\"))\n"
              "        elif [[ ${COMP_WORDS[2]} == import ]]; then\n"
              "            compopt -o filenames\n"
              "            COMPREPLY=($(compgen -f -- \"$word\"))\n"
              "        else\n"
              "            COMPREPLY=($(compgen -W '"
           << model_names()
           << "' -- \"$word\"))\n"
              "        fi\n"
              "        return\n"
              "    fi\n"
              "    case $before in\n";
    for (const Option& option : options) {
        all += (all.empty() ? "" : " ") + joined(option.names, " ");
        if (option.values == Values::words)
            stream << "    " << joined(option.names, "|") << ") COMPREPLY=($(compgen -W '"
                   << option.words << "' -- \"$word\")); return ;;\n";
        else if (option.values == Values::numbers)
            stream << "    " << joined(option.names, "|") << ") return ;;\n";
        else if (option.values == Values::files)
            stream << "    " << joined(option.names, "|")
                   << ") compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n";
    }
    stream << "    esac\n"
              "    if [[ $word == -* ]]; then\n"
              "        COMPREPLY=($(compgen -W '"
           << all
           << "' -- \"$word\"))\n"
              "    else\n"
              "        compopt -o filenames\n"
              "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
              "        if [[ $COMP_CWORD == 1 ]]; then\n"
              "            COMPREPLY+=($(compgen -W '"
           << commands
           << "' -- \"$word\"))\n"
              "        fi\n"
              "    fi\n"
              "}\n"
              "complete -F _style_transfer style-transfer\n";
}

// In a quoted specification of _arguments.
std::string zsh_text(const std::string& text) {
    std::string quoted;
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\'";
        else if (c == '[' || c == ']' || c == ':' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted;
}

void write_zsh(std::ostream& stream, const std::vector<Option>& options) {
    stream << "#compdef style-transfer\n"
              "# Made by style-transfer --completions zsh\n"
              "if (( CURRENT > 2 )) && [[ $words[2] == model ]]; then\n"
              "    if (( CURRENT == 3 )); then\n"
              "        compadd "
           << model_commands
           << "\n"
              "    elif [[ $words[3] == import ]]; then\n"
              "        _files\n"
              "    else\n"
              "        compadd "
           << model_names()
           << "\n"
              "    fi\n"
              "    return\n"
              "fi\n"
              "(( CURRENT != 2 )) || compadd "
           << commands
           << "\n"
              "_arguments -s \\\n";
    for (const Option& option : options)
        for (const std::string& name : option.names) {
            stream << "    '" << name << '[' << zsh_text(option.description) << ']';
            if (option.values == Values::words)
                stream << ":word:(" << option.words << ')';
            else if (option.values == Values::numbers)
                stream << ":value: ";
            else if (option.values == Values::files)
                stream << ":file:_files";
            stream << "' \\\n";
        }
    stream << "    '1:picture or command:{ compadd " << commands
           << "; _files }' \\\n"
              "    '*:picture:_files'\n";
}

} // namespace

void write_completion(std::ostream& stream, const CLI::App& app, std::string_view shell) {
    const std::vector<Option> options = options_of(app);
    if (shell == "bash")
        write_bash(stream, options);
    else if (shell == "zsh")
        write_zsh(stream, options);
    else
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("There is a completion for bash and for zsh, not for \"%s\"."),
                std::string(shell).c_str()));
}

} // namespace style_transfer

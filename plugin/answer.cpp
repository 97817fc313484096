// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/answer.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <glib.h>

#include <new>

namespace style_transfer {

namespace {

using Status = Answer::Status;

Answer answer_to(RunMode mode, const Error& error) {
    switch (error.code()) {
    case ErrorCode::cancelled:
        return {Status::cancelled, {}};
    case ErrorCode::invalid_argument:
        if (mode == RunMode::non_interactive)
            return {Status::calling_error, error.what()};
        [[fallthrough]];
    default:
        return {Status::execution_error, error.what()};
    }
}

Answer answer_without_guard(RunMode mode, const std::function<Outcome()>& work) {
    try {
        return {work() == Outcome::success ? Status::success : Status::cancelled, {}};
    } catch (const Error& error) {
        return answer_to(mode, error);
    } catch (const std::bad_alloc&) {
        return {
            Status::execution_error,
            _("There is not enough memory. Use a smaller size or close other programs.")};
    } catch (const std::exception& exception) {
        return {
            Status::execution_error,
            formatted(_("The style transfer failed unexpectedly: %s."), exception.what())};
    }
}

// A file name in the sentence may be in any encoding; GIMP takes UTF-8 only.
void make_utf8(std::string& sentence) {
    if (g_utf8_validate(sentence.data(), gssize(sentence.size()), nullptr))
        return;
    gchar* valid = g_utf8_make_valid(sentence.data(), gssize(sentence.size()));
    sentence = valid;
    g_free(valid);
}

} // namespace

Answer answer_for(RunMode mode, const std::function<Outcome()>& work) noexcept try {
    Answer answer = answer_without_guard(mode, work);
    make_utf8(answer.sentence);
    return answer;
} catch (...) {
    // No memory for a sentence, or something that is no exception of ours.
    return {Status::execution_error, {}};
}

} // namespace style_transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/answer.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

namespace style_transfer {
namespace {

using Status = Answer::Status;

Answer answer_to_error(ErrorCode code, RunMode mode, const char* sentence = "Why.") {
    return answer_for(mode, [&]() -> Outcome { throw Error(code, sentence); });
}

TEST(Answer, PassesTheOutcomeOn) {
    const auto of = [](Outcome outcome) {
        return answer_for(RunMode::interactive, [&] { return outcome; });
    };
    EXPECT_EQ(of(Outcome::success).status, Status::success);
    EXPECT_EQ(of(Outcome::cancelled).status, Status::cancelled);
}

TEST(Answer, WrongArgumentsAreTheScriptsFault) {
    EXPECT_EQ(
        answer_to_error(ErrorCode::invalid_argument, RunMode::non_interactive).status,
        Status::calling_error);
    EXPECT_EQ(
        answer_to_error(ErrorCode::invalid_argument, RunMode::interactive).status,
        Status::execution_error);
    EXPECT_EQ(
        answer_to_error(ErrorCode::invalid_argument, RunMode::with_last_values).status,
        Status::execution_error);
}

TEST(Answer, OtherErrorsGiveTheirSentence) {
    for (auto code : {ErrorCode::file, ErrorCode::model, ErrorCode::memory, ErrorCode::internal}) {
        const Answer answer = answer_to_error(code, RunMode::non_interactive);
        EXPECT_EQ(answer.status, Status::execution_error);
        EXPECT_EQ(answer.sentence, "Why.");
    }
}

TEST(Answer, CancelledIsNoError) {
    const Answer answer = answer_to_error(ErrorCode::cancelled, RunMode::with_last_values);
    EXPECT_EQ(answer.status, Status::cancelled);
    EXPECT_EQ(answer.sentence, "");
}

TEST(Answer, LetsNoExceptionThrough) {
    const auto throwing = [](auto exception) {
        return answer_for(RunMode::interactive, [&]() -> Outcome { throw exception; });
    };
    EXPECT_NE(throwing(std::bad_alloc()).sentence.find("memory"), std::string::npos);
    EXPECT_NE(throwing(std::runtime_error("strange")).sentence.find("strange"), std::string::npos);
    EXPECT_EQ(throwing(42).status, Status::execution_error);
}

TEST(Answer, SentencesAreUtf8) {
    const Answer answer =
        answer_to_error(ErrorCode::file, RunMode::interactive, "The file \"caf\xe9.png\" is bad.");
    EXPECT_EQ(answer.sentence, "The file \"caf\xef\xbf\xbd.png\" is bad.");
}

} // namespace
} // namespace style_transfer

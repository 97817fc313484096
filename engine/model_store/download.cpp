// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_store/download.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/model_store/curl_library.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string_view>

namespace style_transfer {

namespace {

constexpr long most_redirections = 5;
constexpr long whole_file = 200;
constexpr long rest_of_file = 206;
constexpr long first_server_error = 500;

// Of the environment; empty counts as not set.
const char* variable(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? value : nullptr;
}

// Names of headers are ASCII, and their case says nothing. `lower` is in lower case.
bool is_same_name(std::string_view name, std::string_view lower) {
    return std::ranges::equal(name, lower, [](char one, char other) {
        return (one >= 'A' && one <= 'Z' ? char(one - 'A' + 'a') : one) == other;
    });
}

using Clock = std::chrono::steady_clock;

class Transfer {
  public:
    Transfer(
        const std::string& url, const DownloadLimits& limits, PartFile& part,
        const DownloadProgress& progress, const CancellationToken& token);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    void run();

  private:
    struct Release {
        void operator()(CURL* handle) const { CurlLibrary::get().easy_cleanup(handle); }
    };

    template <class Value>
    void set(CURLoption option, Value value);
    long response() const;
    void check_begin();
    void check_patience() const;
    void take(std::string_view bytes);
    [[noreturn]] void refuse(CURLcode code) const;

    static std::size_t on_bytes(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header(char* line, std::size_t size, std::size_t count, void* self);
    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    const CurlLibrary& curl_ = CurlLibrary::get();
    const DownloadLimits& limits_;
    PartFile& part_;
    const DownloadProgress& progress_;
    const CancellationToken& token_;
    const std::unique_ptr<CURL, Release> handle_;
    char message_[CURL_ERROR_SIZE] = "";
    Clock::time_point last_sign_ = Clock::now();
    std::string range_; // what the last response says of itself
    bool begun_ = false;
    std::exception_ptr problem_; // no exception goes through libcurl
};

template <class Value>
void Transfer::set(CURLoption option, Value value) {
    if (curl_.easy_setopt(handle_.get(), option, value) != CURLE_OK)
        throw Error(
            ErrorCode::internal,
            formatted(
                _("The libcurl of this system is too old: it does not know option %d."),
                int(option)));
}

Transfer::Transfer(
    const std::string& url, const DownloadLimits& limits, PartFile& part,
    const DownloadProgress& progress, const CancellationToken& token)
    : limits_(limits), part_(part), progress_(progress), token_(token), handle_(curl_.easy_init()) {
    if (!handle_)
        throw Error(ErrorCode::internal, _("The libcurl of this system cannot be started."));
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, most_redirections);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NOSIGNAL, 1L); // other threads may be there
    set(CURLOPT_CONNECTTIMEOUT, long{limits.patience});
    set(CURLOPT_USERAGENT, "gimp-style-transfer/" STYLE_TRANSFER_VERSION);
    set(CURLOPT_ERRORBUFFER, message_);
    // As the curl program does; the library itself does not look at them.
    const char* bundle = variable("CURL_CA_BUNDLE");
    if (!bundle)
        bundle = variable("SSL_CERT_FILE");
    if (bundle)
        set(CURLOPT_CAINFO, bundle);
    if (const char* folder = variable("SSL_CERT_DIR"))
        set(CURLOPT_CAPATH, folder);
    // Not CURLOPT_RESUME_FROM: with it, a server that sends the whole file is an error.
    if (part.size() > 0)
        set(CURLOPT_RANGE, (std::to_string(part.size()) + "-").c_str());
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_bytes);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
}

void Transfer::run() {
    const CURLcode code = curl_.easy_perform(handle_.get());
    if (problem_)
        std::rethrow_exception(problem_);
    token_.throw_if_cancelled();
    if (code != CURLE_OK)
        refuse(code);
    if (!begun_)
        check_begin(); // an empty answer
    if (part_.size() != limits_.bytes)
        throw SourceFailure(
            formatted(
                _("it ended after %s of %s bytes"), std::to_string(part_.size()).c_str(),
                std::to_string(limits_.bytes).c_str()),
            /*passing=*/true);
}

long Transfer::response() const {
    long code = 0;
    curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

// What the source says of its answer, before any of it is taken.
void Transfer::check_begin() {
    begun_ = true;
    const long code = response();
    if (code == whole_file) {
        if (part_.size() > 0)
            part_.clear();
    } else if (code == rest_of_file && part_.size() > 0) {
        const std::string expected = "bytes " + std::to_string(part_.size()) + "-" +
                                     std::to_string(limits_.bytes - 1) + "/" +
                                     std::to_string(limits_.bytes);
        if (range_ != expected) {
            part_.clear();
            throw SourceFailure(
                formatted(
                    _("asked for the rest of the file, it offers \"%s\", expected \"%s\""),
                    range_.c_str(), expected.c_str()),
                /*passing=*/true);
        }
    } else {
        throw SourceFailure(
            formatted(_("it answers with the HTTP status %ld"), code), /*passing=*/false);
    }
    curl_off_t length = -1; // while it says nothing
    curl_.easy_getinfo(handle_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    const std::uint64_t lacking = limits_.bytes - part_.size();
    if (length >= 0 && std::uint64_t(length) != lacking)
        throw SourceFailure(
            formatted(
                _("it offers %s bytes, expected %s; this is another file"),
                std::to_string(length).c_str(), std::to_string(lacking).c_str()),
            /*passing=*/false);
}

// libcurl's own measure is a mean over five seconds more.
void Transfer::check_patience() const {
    if (Clock::now() - last_sign_ > std::chrono::seconds(limits_.patience))
        throw SourceFailure(
            formatted(_("nothing came for %d seconds"), limits_.patience), /*passing=*/true);
}

void Transfer::take(std::string_view bytes) {
    last_sign_ = Clock::now();
    if (!begun_)
        check_begin();
    if (bytes.size() > limits_.bytes - part_.size()) {
        part_.clear();
        throw SourceFailure(
            formatted(
                _("it sends more than %s bytes; this is another file"),
                std::to_string(limits_.bytes).c_str()),
            /*passing=*/false);
    }
    part_.append(bytes);
}

void Transfer::refuse(CURLcode code) const {
    const long answer = response();
    if (code == CURLE_HTTP_RETURNED_ERROR) {
        constexpr long no_such_range = 416;
        if (answer == no_such_range)
            part_.clear();
        throw SourceFailure(
            formatted(_("it answers with the HTTP status %ld"), answer),
            answer >= first_server_error || answer == no_such_range);
    }
    if (code == CURLE_OPERATION_TIMEDOUT)
        throw SourceFailure(_("it could not be reached in time"), /*passing=*/true);
    const bool is_passing = code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR ||
                            code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING ||
                            code == CURLE_HTTP2_STREAM || code == CURLE_HTTP2;
    std::string reason = *message_ ? message_ : curl_.easy_strerror(code);
    while (!reason.empty() && (reason.back() == '.' || reason.back() == '\n'))
        reason.pop_back();
    throw SourceFailure(reason, is_passing);
}

std::size_t Transfer::on_bytes(char* bytes, std::size_t size, std::size_t count, void* self) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    try {
        transfer.take({bytes, size * count});
        return size * count;
    } catch (...) {
        transfer.problem_ = std::current_exception();
        return size * count + 1; // ends the transfer
    }
}

std::size_t Transfer::on_header(char* line, std::size_t size, std::size_t count, void* self) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    transfer.last_sign_ = Clock::now();
    std::string_view text(line, size * count);
    constexpr std::string_view range = "content-range:";
    if (text.starts_with("HTTP/")) {
        transfer.range_.clear(); // the next response, after a redirection
    } else if (text.size() > range.size() && is_same_name(text.substr(0, range.size()), range)) {
        text.remove_prefix(range.size());
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
            text.remove_prefix(1);
        while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' '))
            text.remove_suffix(1);
        transfer.range_ = text;
    }
    return size * count;
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    try {
        transfer.token_.throw_if_cancelled();
        transfer.check_patience();
        if (transfer.progress_)
            transfer.progress_(transfer.part_.size(), transfer.limits_.bytes);
        return 0;
    } catch (...) {
        transfer.problem_ = std::current_exception();
        return 1;
    }
}

} // namespace

void download(
    const std::string& url, const DownloadLimits& limits, PartFile& part,
    const DownloadProgress& progress, const CancellationToken& token) {
    if (!url.starts_with("https://"))
        throw SourceFailure(_("expected an address that begins with https://"), /*passing=*/false);
    if (part.size() > limits.bytes)
        part.clear();
    if (part.size() == limits.bytes)
        return;
    Transfer(url, limits, part, progress, token).run();
}

} // namespace style_transfer

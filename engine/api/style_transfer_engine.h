/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine's C ABI: everything that crosses the border of libstyle-transfer-engine.so.
 *
 * One exported function hands out a table of functions, so that a program links the engine or
 * loads it when it is needed with the same code (the C++ wrapper is engine.hpp). No exception
 * leaves the engine; each call that can fail returns a status, and last_error() the sentence.
 *
 * Pictures: interleaved float R'G'B'(A), top row first, gamma-encoded, 0 black … 1 white, straight
 * alpha. Values outside [0,1] are clipped and NaN counts as 0. The engine copies what it is given.
 * Only what is visible counts: pixels of base and style enter every term by their alpha, and the
 * colours of wholly transparent ones are never looked at.
 *
 * Threads: a session is used by one thread at a time, except for request_stop and request_cancel,
 * which any thread may call at any time between create and destroy. Callbacks come on the thread
 * that called session_run.
 */
#ifndef STYLE_TRANSFER_ENGINE_H
#define STYLE_TRANSFER_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STE_ABI_VERSION 5

typedef enum ste_status {
    STE_OK = 0,
    STE_INVALID_ARGUMENT = 1, /* a setting or picture cannot be used */
    STE_FILE = 2,             /* a file could not be read */
    STE_MODEL = 3,            /* a network file is missing, damaged or of another shape */
    STE_MEMORY = 4,           /* the work does not fit the memory limit */
    STE_CANCELLED = 5,        /* request_cancel was called */
    STE_INTERNAL = 6          /* a bug or a failing library */
} ste_status;

typedef struct ste_image {
    const float* pixels;
    int32_t width;
    int32_t height;
    int32_t channels;     /* 3 or 4; 1 for a mask, from 0 nothing to 1 all */
    ptrdiff_t row_stride; /* floats from one row to the next */
} ste_image;

/* A picture to paint after. */
typedef struct ste_style {
    ste_image picture;
    /* Above 0: of what the styles of one region share, how much is this one's, beside the sum. */
    double weight;
    /* A mask of the base's size that says what is painted after it; with `pixels` NULL it is what
     * no style's region covers. What nothing covers stays as it is. */
    ste_image region;
} ste_style;

typedef struct ste_size {
    int32_t width;
    int32_t height;
} ste_size;

/*
 * Settings cross the border as text, "name=value name=value …", in the notation and with the names,
 * ranges and defaults of engine/settings/parameters.h: a new setting changes nothing here.
 */

/* One loss term, weighted as it enters the total. */
typedef struct ste_loss {
    const char* name; /* "content", "style/block1_conv1", "variation", "matching" …; a term of
                         several parts has one loss for each, named behind its slash */
    double value;
} ste_loss;

/* How the work will be done; of the working size in full. */
typedef struct ste_plan {
    int64_t memory_mib; /* peak of the whole process, computed */
    int32_t tile_side;  /* longest side of a tile in pixels; 0: the picture is done at once */
    int32_t history;    /* pairs of vectors that the optimiser keeps */
    double work;        /* multiplications of one evaluation, relative to those without tiles */
    int32_t half;       /* 1: convolutions in bfloat16 */
    int32_t cuda;       /* 1: on a CUDA device */
} ste_plan;

/* One layer of a network that can be looked at. */
typedef struct ste_layer {
    const char* name;      /* "block4_conv2" */
    int32_t block;         /* 1 + the pools before it */
    int32_t field_of_view; /* side of the square of the picture that one value looks at, pixels */
    int32_t style;         /* 1: can be a style layer … */
    int32_t content;       /* … a content layer: the file says how to weigh it */
} ste_layer;

typedef void (*ste_layer_callback)(const ste_layer* layer, void* user);

/* What a run will take. */
typedef struct ste_estimate {
    int32_t fits;      /* 1: the memory limit is enough; 0: the next two are 0 */
    int32_t tile_side; /* longest side of a tile in pixels; 0: the picture is done at once */
    int64_t peak_mib;  /* of the whole process */
    int64_t least_mib; /* the smallest memory limit that would do */
    double seconds;    /* on this machine, nothing else running; negative: unknown */
} ste_estimate;

typedef enum ste_event {
    STE_EVENT_INITIAL = 0,    /* the start has been evaluated; once, first */
    STE_EVENT_EVALUATION = 1, /* after each further loss evaluation */
    STE_EVENT_ITERATION = 2,  /* an iteration is complete */
    STE_EVENT_FINISHED = 3    /* the result stands; once, last, also after a stop */
} ste_event;

typedef struct ste_progress {
    ste_event event;
    double fraction;        /* of all work, in [0,1]; never decreases; 1 at STE_EVENT_FINISHED */
    int32_t iteration;      /* complete iterations */
    int32_t iterations;     /* iterations asked for */
    int32_t evaluations;    /* loss evaluations so far; that of the start is the first */
    double seconds;         /* since session_run began */
    double seconds_left;    /* estimate; negative while unknown */
    const ste_loss* losses; /* of the best picture so far, in the order of the terms; valid during
                               the callback */
    int32_t loss_count;
    double total;       /* their sum */
    int32_t width;      /* of the picture that `losses` describes: smaller than the result */
    int32_t height;     /* in all stages but the last */
    double gradient_l2; /* length of the gradient with respect to 0–255 pixel values, of the
                           picture that `losses` describes */
} ste_progress;

typedef void (*ste_progress_callback)(const ste_progress* progress, void* user);

typedef struct ste_session ste_session;

typedef struct ste_api {
    uint32_t abi_version; /* STE_ABI_VERSION of the engine */

    /* Version of the project, such as "1.0.0"; static. */
    const char* (*version)(void);

    /* The sentence of the calling thread's last failed call; valid until its next call. */
    const char* (*last_error)(void);

    /* A new session, to be given to session_destroy. Takes no time. */
    ste_status (*session_create)(ste_session** session);

    /*
     * May come before session_prepare, so that no picture is brought to its working size for
     * nothing: STE_MEMORY when base and styles of these sizes in pixels, with so many regions (0
     * where no style has one), do not fit the memory limit. What is transparent takes a little
     * more, which session_prepare finds out. The network that it reads is kept for that; `previous`
     * as there.
     */
    ste_status (*session_check_memory)(
        ste_session* session, const char* settings, ste_size base, const ste_size* styles,
        int32_t style_count, int32_t region_count, const ste_session* previous);

    /*
     * Reads the network, checks everything and plans the work; once, before session_run. `base` and
     * `styles` (one at least) are at working size already (the engine does not resample); a style
     * may have another size than the base. What of `previous` (may be NULL; not at work) still
     * holds, such as the network and the styles' targets, is used again. request_cancel ends it
     * with STE_CANCELLED.
     */
    ste_status (*session_prepare)(
        ste_session* session, const char* settings, const ste_image* base, const ste_style* styles,
        int32_t style_count, const ste_session* previous);

    /* Name and file of the network that the session uses; valid as long as the session. */
    const char* (*session_model_name)(const ste_session* session);
    const char* (*session_model_file)(const ste_session* session);

    /* The plan as it is now; the work may have had to change it. */
    void (*session_plan)(const ste_session* session, ste_plan* plan);
    /* What the user should know about how the work is done (such as that a graphics card had too
     * little memory), one sentence or "". Read it on the session's thread after session_run. */
    const char* (*session_notice)(const ste_session* session);

    /*
     * Does the work; callable once. `callback` may be NULL. STE_OK also after request_stop: the
     * best picture so far is then the result. STE_CANCELLED after request_cancel: there is none.
     */
    ste_status (*session_run)(ste_session* session, ste_progress_callback callback, void* user);

    /*
     * Writes the painting as it stands, width × height × 3 floats in [0,1], rows without padding:
     * at the base's size, or smaller for a window (means over areas), which takes no memory of that
     * size. It is painted all over, also where no region is, and not
     * finished: that is the caller's, see engine/finishing. May be called from the
     * callback (the best picture so far) and after a successful run (the result).
     */
    ste_status (*session_copy_picture)(
        const ste_session* session, int32_t width, int32_t height, float* pixels);

    /* On any thread at any time, also before and during session_prepare. */
    void (*session_request_stop)(ste_session* session);
    void (*session_request_cancel)(ste_session* session);

    /* NULL is allowed. Not while the session is at work. */
    void (*session_destroy)(ste_session* session);

    /*
     * Lets `session`, which is prepared and has not run yet, start at the picture of `previous` as
     * it stands there, instead of at the base. Both bases have the same size,
     * and neither session is at work; afterwards `previous` may be destroyed.
     */
    ste_status (*session_start_at)(ste_session* session, const ste_session* previous);

    /*
     * What a session takes whose base and styles have these sizes in pixels, with so many regions
     * (0 where no style has one). The first call with a
     * network reads it and measures one small evaluation, up to a second; later ones take
     * milliseconds. Not on a thread that a user waits for; on any other.
     */
    ste_status (*estimate)(
        const char* settings, ste_size base, const ste_size* styles, int32_t style_count,
        int32_t region_count, ste_estimate* estimate);

    /*
     * Calls `callback` for each layer of the network that the setting `model` names ("auto", a
     * name or a file), from the input on. Reads no weights; milliseconds.
     */
    ste_status (*describe_model)(const char* model, ste_layer_callback callback, void* user);
} ste_api;

/* NULL when this engine does not speak `abi_version`. The table is static. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const ste_api*
style_transfer_engine_api(uint32_t abi_version);

typedef const ste_api* (*ste_api_function)(uint32_t abi_version);
#define STE_API_SYMBOL "style_transfer_engine_api"

#ifdef __cplusplus
}
#endif

#endif

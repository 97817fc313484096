; SPDX-License-Identifier: GPL-3.0-or-later
; What both dialects of Script-Fu share; gimp2.scm or gimp3.scm is loaded first.

; GIMP's truth is 1 or #t, as the version and the procedure have it.
(define (t-true? value) (or (eqv? value TRUE) (eqv? value #t)))

(define (t-new-image width height mode precision)
  (car (gimp-image-new-with-precision width height mode precision)))

(define (t-picture-layer image file)
  (car (gimp-file-load-layer RUN-NONINTERACTIVE image file)))

(define (t-fade-with-mask image layer)
  (let ((mask (car (gimp-layer-create-mask layer ADD-MASK-WHITE))))
    (gimp-layer-add-mask layer mask)
    (gimp-context-set-foreground '(0 0 0))
    (gimp-context-set-background '(255 255 255))
    (gimp-context-set-gradient-fg-bg-rgb)
    (gimp-drawable-edit-gradient-fill mask GRADIENT-LINEAR 0 FALSE 1 0 FALSE
                                      10 0 (- (t-width layer) 10) 0)
    (gimp-layer-remove-mask layer MASK-APPLY)))

(define (t-add-mask layer)
  (let ((mask (car (gimp-layer-create-mask layer ADD-MASK-COPY))))
    (gimp-layer-add-mask layer mask)
    mask))

(define (t-convert-indexed image)
  (gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 16 FALSE FALSE ""))

; A layer of `width` × `height` with the picture of `file`, as `name` at (x, y), in `parent` (0:
; top level) at the top.
(define (t-add-picture image file width height name x y parent)
  (let ((layer (t-picture-layer image file)))
    (gimp-image-insert-layer image layer parent 0)
    (gimp-layer-scale layer width height FALSE)
    (gimp-layer-set-offsets layer x y)
    (gimp-item-set-name layer name)
    layer))

; Alpha that varies over the layer: fully transparent on the left, fading in to the right.
(define (t-fade layer)
  (let ((image (car (gimp-item-get-image layer))))
    (gimp-layer-add-alpha layer)
    (gimp-context-push)
    (t-fade-with-mask image layer)
    (gimp-context-pop)))

; (id name width height x y visible alpha mask-id parasites children), children for groups.
(define (t-item item)
  (list item
        (car (gimp-item-get-name item))
        (t-width item)
        (t-height item)
        (t-offsets item)
        (car (gimp-item-get-visible item))
        (car (gimp-drawable-has-alpha item))
        (car (gimp-layer-get-mask item))
        (t-parasites item)
        (if (t-true? (car (gimp-item-is-group item)))
            (map t-item (t-children item))
            '())))

(define (t-state image)
  (list (t-mode image) (t-image-parasites image) (map t-item (t-layers image))))

; Writes the pixels of one layer as a PNG of 16 bits.
(define (t-save-layer layer file)
  (let* ((image (car (gimp-item-get-image layer)))
         (mode (if (= (t-mode image) GRAY) GRAY RGB))
         (copy (t-new-image (t-width layer) (t-height layer) mode t-16-bit))
         (inserted (car (gimp-layer-new-from-drawable layer copy)))
         (pixels (begin
                   (gimp-image-insert-layer copy inserted 0 0)
                   (if (t-true? (car (gimp-item-is-group inserted)))
                       (t-merge-group copy inserted)
                       inserted))))
    (if (> (car (gimp-layer-get-mask pixels)) 0) (gimp-layer-remove-mask pixels 1))
    (gimp-item-set-lock-position pixels FALSE)
    (gimp-item-set-lock-content pixels FALSE)
    (gimp-layer-set-offsets pixels 0 0)
    (gimp-item-set-visible pixels TRUE)
    (t-save-png copy pixels file)
    (gimp-image-delete copy)))

; A smaller copy of a picture file, so that each case need not work on the large one.
(define (t-shrink file longer-side target)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE file file)))
         (layer (car (t-layers image)))
         (scale (/ longer-side (max (t-width layer) (t-height layer)))))
    (gimp-image-scale image (round (* scale (t-width layer))) (round (* scale (t-height layer))))
    (t-save-png image layer target)
    (gimp-image-delete image)))

; Selects a rectangle, with a soft edge of `feather` pixels.
(define (t-select image x y width height feather)
  (gimp-context-push)
  (gimp-context-set-feather (if (> feather 0) TRUE FALSE))
  (gimp-context-set-feather-radius feather feather)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE x y width height)
  (gimp-context-pop))

; The whole selection as a layer, shown as gray.
(define (t-save-selection image file)
  (t-save-layer (car (gimp-image-get-selection image)) file))

; Writes a picture of one colour.
(define (t-save-plain picture colour file)
  (let* ((image (t-new-image 64 64 RGB 150))
         (layer (t-add-picture image picture 64 64 "plain" 0 0 0)))
    (gimp-context-push)
    (gimp-context-set-foreground colour)
    (gimp-drawable-edit-fill layer FILL-FOREGROUND)
    (gimp-context-pop)
    (t-save-png image layer file)
    (gimp-image-delete image)))

; The selection as a channel of that name; nothing is selected afterwards.
(define (t-selection-as-channel image name)
  (let ((channel (car (gimp-selection-save image))))
    (gimp-item-set-name channel name)
    (gimp-selection-none image)
    channel))

; Gives the layer a mask that shows what is selected.
(define (t-mask-of-selection layer)
  (let ((mask (car (gimp-layer-create-mask layer ADD-MASK-SELECTION))))
    (gimp-layer-add-mask layer mask)
    mask))

; SPDX-License-Identifier: GPL-3.0-or-later
; What ./demo has GIMP 3 do. The layer that is painted from is the selected one.
(define (style-transfer-demo base style size iterations model png xcf)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE base)))
         (layers (car (gimp-image-get-selected-drawables image))))
    (plug-in-style-transfer
      #:run-mode RUN-NONINTERACTIVE #:image image #:drawables layers
      #:style-file style #:size size #:iterations iterations #:model model)
    (gimp-file-save RUN-NONINTERACTIVE image xcf)
    (gimp-image-merge-visible-layers image CLIP-TO-IMAGE)
    (gimp-file-save RUN-NONINTERACTIVE image png)))

; SPDX-License-Identifier: GPL-3.0-or-later
; What ./demo has GIMP 2.10 do. The layer that is painted from is the topmost or active one.
(define (style-transfer-demo base style settings png xcf)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE base base)))
         (layer (car (gimp-image-get-active-layer image)))
         (painted (car (plug-in-style-transfer RUN-NONINTERACTIVE image layer style settings))))
    (gimp-xcf-save RUN-NONINTERACTIVE image painted xcf xcf)
    (gimp-image-merge-visible-layers image CLIP-TO-IMAGE)
    (file-png-save-defaults
      RUN-NONINTERACTIVE image (car (gimp-image-get-active-layer image)) png png)))

; SPDX-License-Identifier: GPL-3.0-or-later
; Paints many pictures in one style. For the Script-Fu of GIMP 2.10 and of GIMP 3:
;   (script-fu-style-transfer-batch "/photos/*.jpg" "/paintings/waves.jpg" "/painted"
;                                   "size=640 iterations=4")
; paints every picture that the pattern names and writes it to the folder as PNG, under its own
; name. A file that cannot be painted is reported and does not hold up the others; the folder then holds
; style-transfer-failed.txt, a line for each. A picture that the folder holds already is left as it is, so
; that the same call goes on where another ended. For several styles the style is a list with line breaks,
; "/paintings/waves.jpg:0.7\n/paintings/oil.jpg". The entry in the menu does the same with choosers.

; As the dialog and the settings text call them; a test compares them with the plug-in's.
(define style-transfer-presets
  '(("Painting" "painting") ("Faithful" "faithful") ("Free hand" "free-hand")
    ("Broad brush" "broad-brush") ("Fine brush" "fine-brush") ("Wash" "wash") ("Canvas" "canvas")
    ("Large forms" "large-forms") ("Palette" "palette") ("Vivid" "vivid")
    ("Quick sketch" "quick-sketch") ("Textures" "textures") ("Balanced textures" "balanced")
    ("Classic" "classic")))

(define (style-transfer-gimp-2?)
  (string=? (substring (car (gimp-version)) 0 2) "2."))

; GIMP 3's #:name. GIMP 2.10 cannot even read it, hence from a text.
(define (style-transfer-keyword name)
  (read (open-input-string (string-append "#:" name " "))))

; Calls a procedure of GIMP 3 with ("name" value "name" value …).
(define (style-transfer-call procedure arguments)
  (define (quoted arguments)
    (if (null? arguments)
        '()
        (cons (style-transfer-keyword (car arguments))
              (cons (list 'quote (cadr arguments)) (quoted (cddr arguments))))))
  (eval (cons procedure (quoted arguments))))

; The value of thunk, or of (on-error sentence) when there is an error inside of it.
(define (style-transfer-guarded thunk on-error)
  (let* ((hook *error-hook*)
         (outcome
           (call-with-current-continuation
             (lambda (leave)
               (set! *error-hook* (lambda what (leave (cons 'failed what))))
               (cons 'value (thunk))))))
    (set! *error-hook* hook)
    (if (eq? (car outcome) 'value)
        (cdr outcome)
        (on-error (style-transfer-sentence (cdr outcome))))))

; An error that style-transfer-guarded catches, as it catches GIMP's own.
(define (style-transfer-fail sentence) (*error-hook* sentence))

; What GIMP says, without its "Procedure execution of … failed: ".
(define (style-transfer-sentence what)
  (let ((text (if (and (pair? what) (string? (car what))) (car what) "an error")))
    (let search ((at 0))
      (cond ((> (+ at 9) (string-length text)) text)
            ((string=? (substring text at (+ at 9)) " failed: ")
             (substring text (+ at 9) (string-length text)))
            (else (search (+ at 1)))))))

; "size=640 model=\"/my networks/a.h5\"" as ("size" "640" "model" "/my networks/a.h5").
(define (style-transfer-words settings)
  (define (finished word) (list->string (reverse word)))
  (let next ((characters (string->list settings)) (word '()) (name #f) (inside #f) (words '()))
    (define (with-word)
      (cond (name (cons (finished word) (cons name words)))
            ((null? word) words)
            (else (style-transfer-fail
                    (string-append "settings: expected name=value, found \"" (finished word)
                                   "\".")))))
    (if (null? characters)
        (if inside
            (style-transfer-fail
              (string-append "settings: the value of " name " lacks its closing quote."))
            (reverse (with-word)))
        (let ((c (car characters)) (rest (cdr characters)))
          (cond ((and inside (char=? c #\")) (next rest word name #f words))
                ((and inside (char=? c #\\) (pair? rest))
                 (next (cdr rest) (cons (car rest) word) name #t words))
                (inside (next rest (cons c word) name #t words))
                ((and name (char=? c #\") (null? word)) (next rest word name #t words))
                ((and (not name) (char=? c #\=)) (next rest '() (finished word) #f words))
                ((char-whitespace? c) (next rest '() #f #f (with-word)))
                (else (next rest (cons c word) name #f words)))))))

(define (style-transfer-value text)
  (cond ((or (string=? text "yes") (string=? text "true")) TRUE)
        ((or (string=? text "no") (string=? text "false")) FALSE)
        ((string->number text) (string->number text))
        (else text)))

; ("size" "640") as ("size" 640).
(define (style-transfer-values words)
  (if (null? words)
      '()
      (cons (car words)
            (cons (style-transfer-value (cadr words)) (style-transfer-values (cddr words))))))

(define (style-transfer-files pattern)
  (if (style-transfer-gimp-2?)
      (cadr (file-glob pattern 1))
      (car (style-transfer-call 'file-glob (list "pattern" pattern)))))

; /photos/lake.jpg in the folder /painted: /painted/lake.png
(define (style-transfer-target file folder)
  (define (last-place c text)
    (let search ((at (- (string-length text) 1)))
      (cond ((< at 0) #f)
            ((char=? (string-ref text at) c) at)
            (else (search (- at 1))))))
  (let* ((slash (last-place (string-ref DIR-SEPARATOR 0) file))
         (name (if slash (substring file (+ slash 1) (string-length file)) file))
         (dot (last-place #\. name)))
    (string-append folder DIR-SEPARATOR
                   (if (and dot (> dot 0)) (substring name 0 dot) name) ".png")))

(define (style-transfer-list? style) (memv #\newline (string->list style)))

(define (style-transfer-paint image layer style settings)
  (car (if (style-transfer-gimp-2?)
           (plug-in-style-transfer RUN-NONINTERACTIVE image layer style settings)
           (style-transfer-call
             'plug-in-style-transfer
             (append (list "run-mode" RUN-NONINTERACTIVE "image" image
                           "drawables" (vector layer)
                           (if (style-transfer-list? style) "styles" "style-file") style)
                     (style-transfer-values (style-transfer-words settings)))))))

(define (style-transfer-save image layer file)
  (if (style-transfer-gimp-2?)
      (file-png-save-defaults RUN-NONINTERACTIVE image layer file file)
      (style-transfer-call
        'file-png-export
        (list "run-mode" RUN-NONINTERACTIVE "image" image "file" file
              "include-color-profile" TRUE))))

(define (style-transfer-one-file file style target settings)
  (let ((image (car (gimp-file-load RUN-NONINTERACTIVE file file))))
    (style-transfer-guarded
      (lambda ()
        (gimp-image-undo-disable image)
        (if (= (car ((if (style-transfer-gimp-2?) gimp-image-base-type gimp-image-get-base-type)
                     image))
               INDEXED)
            (gimp-image-convert-rgb image))
        (let* ((base (car (gimp-image-merge-visible-layers image CLIP-TO-IMAGE)))
               (painted (style-transfer-paint image base style settings)))
          (gimp-image-remove-layer image base)
          (style-transfer-save image painted target))
        (gimp-image-delete image))
      (lambda (sentence)
        (gimp-image-delete image)
        (style-transfer-fail sentence)))))

; What keeps every file from being painted, or #f.
(define (style-transfer-obstacle files missing style folder)
  (cond ((not (or (style-transfer-list? style) (file-exists? style)))
         (string-append "The style picture \"" style "\" does not exist."))
        ((not (style-transfer-folder? folder))
         (string-append "There is no folder \"" folder "\" to write to."))
        ((null? files) missing)
        (else #f)))

(define (style-transfer-folder? folder)
  (and (file-exists? folder) (= (file-type folder) FILE-TYPE-DIR)))

; GIMP 2.10 ends with code 0 whatever happened: this file tells. Away when nothing has failed.
(define (style-transfer-note-failures lines folder)
  (let ((file (string-append folder DIR-SEPARATOR "style-transfer-failed.txt")))
    (if (style-transfer-folder? folder)
        (begin
          (if (file-exists? file) (file-delete file))
          (if (not (null? lines))
              (let ((port (open-output-file file)))
                (for-each (lambda (line) (display line port) (newline port)) lines)
                (close-output-port port)))))))

(define (style-transfer-paint-files files missing style folder settings)
  (let ((painted 0) (there 0) (failed '()) (lines '()))
    (define (paint file)
      (let ((target (style-transfer-target file folder)))
        (if (file-exists? target)
            (set! there (+ there 1))
            (style-transfer-guarded
              (lambda ()
                (style-transfer-one-file file style target settings)
                (set! painted (+ painted 1)))
              (lambda (sentence)
                (let ((line (string-append file ": " sentence)))
                  (gimp-message line)
                  (set! lines (cons line lines))
                  (set! failed (cons file failed))))))))
    (define (report)
      (string-append (number->string painted) " painted, "
                     (number->string there) " there already, "
                     (number->string (length failed)) " failed"))
    (let ((obstacle (style-transfer-obstacle files missing style folder)))
      (if obstacle
          (begin
            (style-transfer-note-failures (list obstacle) folder)
            (error obstacle))))
    (for-each paint files)
    (style-transfer-note-failures (reverse lines) folder)
    (if (null? failed)
        (gimp-message (report))
        (error (apply string-append (report) ":"
                      (map (lambda (file) (string-append "\n" file)) (reverse failed)))))))

(define (script-fu-style-transfer-batch pattern style folder settings)
  (style-transfer-paint-files (style-transfer-files pattern)
                              (string-append "There is no file \"" pattern "\".")
                              style folder settings))

; The files of a folder that any of the patterns names, each once.
(define (style-transfer-files-in folder patterns)
  (let next ((patterns (style-transfer-split patterns)) (found '()))
    (define (with-new files)
      (cond ((null? files) found)
            ((member (car files) found) (with-new (cdr files)))
            (else (set! found (append found (list (car files)))) (with-new (cdr files)))))
    (if (null? patterns)
        found
        (next (cdr patterns)
              (with-new (style-transfer-files
                          (string-append folder DIR-SEPARATOR (car patterns))))))))

; "*.jpg *.png" as ("*.jpg" "*.png").
(define (style-transfer-split text)
  (let next ((characters (string->list text)) (word '()) (words '()))
    (define (with-word)
      (if (null? word) words (cons (list->string (reverse word)) words)))
    (cond ((null? characters) (reverse (with-word)))
          ((char-whitespace? (car characters)) (next (cdr characters) '() (with-word)))
          (else (next (cdr characters) (cons (car characters) word) words)))))

(define (script-fu-style-transfer-many-files source patterns style folder preset settings)
  (style-transfer-paint-files
    (style-transfer-files-in source patterns)
    (string-append "There is no file \"" patterns "\" in the folder \"" source "\".")
    style folder
    (string-append "preset=" (cadr (list-ref style-transfer-presets preset)) " " settings)))

(script-fu-register
  "script-fu-style-transfer-batch"
  "Style Transfer of Files by a Pattern…"
  "Paint the picture files that a pattern names in the style of one picture, and write them to a folder"
  "The Style Transfer for GIMP authors"
  "The Style Transfer for GIMP authors"
  "2026"
  ""
  SF-STRING "Pictures, such as /photos/*.jpg" ""
  SF-FILENAME "Style picture" ""
  SF-DIRNAME "Folder for the painted pictures" ""
  SF-STRING "Settings, such as size=640 iterations=4" "")

(script-fu-register
  "script-fu-style-transfer-many-files"
  "Style Transfer of _Many Files…"
  "Paint many picture files in the style of one picture, and write them to a folder"
  "The Style Transfer for GIMP authors"
  "The Style Transfer for GIMP authors"
  "2026"
  ""
  SF-DIRNAME "Folder with the pictures" ""
  SF-STRING "Which of its files" "*.jpg *.JPG *.jpeg *.png *.PNG *.tif *.tiff *.webp"
  SF-FILENAME "Style picture" ""
  SF-DIRNAME "Folder for the painted pictures" ""
  SF-OPTION "Preset" (map car style-transfer-presets)
  SF-STRING "Further settings, such as size=640" "")
(script-fu-menu-register "script-fu-style-transfer-many-files" "<Image>/Filters/Artistic")

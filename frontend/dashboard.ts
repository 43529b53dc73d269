/** The photographer's pages. */
import "./lib/htmx.ts";
import "./lib/passkeys.ts";
import "./elements/copy-button.ts";
import "./elements/focal-point.ts";
import "./elements/look-preview.ts";
import "./elements/photo-board.ts";
import "./elements/search-box.ts";
import "./elements/time-zone-guess.ts";
import "./elements/toast-list.ts";
import "./elements/upload-panel.ts";

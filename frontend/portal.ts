/** The client's pages. */
import "./elements/copy-button.ts";
import "./elements/favourite-counter.ts";
import "./elements/photo-grid.ts";
import "./elements/toast-list.ts";
import { pageGallery } from "./lib/gallery.ts";
import { reportView } from "./lib/viewed.ts";

const data = pageGallery()?.data;
if (data?.viewed_needed && data.urls.viewed) reportView(data.urls.viewed);

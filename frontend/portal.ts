/** The client's pages. */
import "./elements/copy-button.ts";
import "./elements/favourite-counter.ts";
import "./elements/photo-grid.ts";
import "./elements/toast-list.ts";
import "./elements/waiting-line.ts";
import { pageQueue } from "./lib/actions.ts";
import { takeAllInPlace } from "./lib/all-photos.ts";
import { pageGallery } from "./lib/gallery.ts";
import { renewWhenProven } from "./lib/proven.ts";
import { savePhotosByShareSheet } from "./lib/share-sheet.ts";
import { reportView } from "./lib/viewed.ts";

const gallery = pageGallery();
const data = gallery?.data;
if (data?.viewed_needed && data.urls.viewed) reportView(data.urls.viewed);

renewWhenProven(pageQueue);

if (gallery?.canChoose) gallery.choice?.follow();

// Only where somebody can act: whoever looks as a member has no queue.
if (document.querySelector('meta[name="visitor"]')) document.body.append(document.createElement("waiting-line"));
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-take-all]")) takeAllInPlace(form);
if (document.querySelector("a[data-share]")) savePhotosByShareSheet();

// The desk, beside app.ts. Every part looks for its own mark; without them, and without all of this, the pages work.

import { alarm } from "./desk/alarm";
import { insertCanned } from "./desk/canned";
import { showCurrent } from "./desk/current";
import { jumps } from "./desk/jumps";
import { keyboard } from "./desk/keyboard";
import { listen } from "./desk/live";
import { sendAtOnce } from "./desk/filters";
import { insertSuggestions } from "./desk/suggestions";

function wire(root: ParentNode): void {
  sendAtOnce(root);
  insertCanned(root);
  insertSuggestions(root);
  jumps(root);
  showCurrent(root);
}

wire(document);
keyboard();
listen();
alarm();
document.addEventListener("htmx:after:swap", () => wire(document));

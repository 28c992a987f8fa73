// Every page. Each part looks for its own mark in the page and does nothing without it; the page works without all
// of them. htmx wires what its attributes say. The texts these parts show are in the page's data attributes.

import "htmx.org";
import { countCharacters } from "./parts/characters";
import { copyButtons } from "./parts/copy";
import { drafts, forgetDrafts } from "./parts/drafts";
import { focusSummary, submitOnce } from "./parts/forms";
import { pickers } from "./parts/picker";
import { printButtons } from "./parts/print";
import { suggestions } from "./parts/suggest";

function wire(root: ParentNode): void {
  countCharacters(root);
  copyButtons(root);
  printButtons(root);
  pickers(root);
  submitOnce(root);
  drafts(root);
  suggestions(root);
}

document.documentElement.classList.add("has-script");
forgetDrafts();
wire(document);
focusSummary();
document.addEventListener("htmx:after:swap", () => wire(document));

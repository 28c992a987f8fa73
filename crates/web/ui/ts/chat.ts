// A visitor's chat, live. Without it, and where no socket gets through, the page works by its form and asks for what is new.

import { Socket } from "./live/socket";
import { Talk } from "./live/talk";

const root = document.querySelector<HTMLElement>("[data-chat]");
if (root) {
  const talk = new Talk(root, {});
  const path = `${root.dataset.chat}/live`;
  talk.by(new Socket(() => `${path}?after=${talk.seq}`, (frame) => talk.hears(frame), (line) => talk.turns(line)));
}

const STILL_MS = 60_000;

/** Who has the first page open and has said nothing yet counts as somebody who came. */
const begins = document.querySelector<HTMLFormElement>("form[data-here]");
if (begins) {
  const once = begins.querySelector<HTMLInputElement>('input[name="once"]')?.value ?? "";
  const here = (): void => {
    if (document.hidden) return;
    // Nobody needs to know when it does not arrive.
    fetch(begins.dataset.here ?? "", { method: "POST", body: new URLSearchParams({ once }) }).catch(() => {});
  };
  here();
  window.setInterval(here, STILL_MS);
}

// The hotline's desk, live: one socket for what rings and for all chats. Without it the pages ask for what is new.

import { bell } from "./hotline/bell";
import { palette } from "./hotline/palette";
import { Held } from "./hotline/held";
import { Socket, type Frame } from "./live/socket";
import { Talk } from "./live/talk";

const root = document.querySelector<HTMLElement>("[data-chat]");
const contact = root?.dataset.contact ?? "";
const talk = root ? new Talk(root, { contact }) : undefined;
const held = new Held(contact);
const rings = bell();

/** The list is fetched anew; a page that is left open asks for it only while there is no line. */
function refresh(): void {
  document.querySelector("#now")?.dispatchEvent(new CustomEvent("hotline:changed"));
}

function hears(frame: Frame): void {
  switch (frame.kind) {
    case "rings":
      rings.rings((frame.rings as { contact: string; language: string; href: string }[]) ?? []);
      refresh();
      break;
    case "queue":
      refresh();
      break;
    case "news":
      if (held.hears(String(frame.contact), Number(frame.said))) rings.said(String(frame.contact));
      break;
    default:
      if (frame.contact === contact || frame.contact === undefined) talk?.hears(frame);
  }
}

const socket = new Socket(
  () => "/desk/hotline/live",
  hears,
  (line) => {
    if (line === "open" && talk) socket.send({ kind: "watch", contact, after: talk.seq });
    talk?.turns(line);
  },
);
talk?.by(socket);
document.addEventListener("htmx:before:request", (event) => {
  const polls = (event as CustomEvent<{ ctx?: { sourceEvent?: Event } }>).detail?.ctx?.sourceEvent?.type !== "hotline:changed";
  if ((event.target as HTMLElement).id === "now" && socket.isOpen && polls) event.preventDefault();
});
document.addEventListener("htmx:after:swap", () => held.show());
palette();

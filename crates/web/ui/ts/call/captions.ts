// Captions of a call: whether everybody agreed, what this side says in pieces, and what was heard of all. The server has the say:
// it takes no piece that not everybody agreed to.

import { Pieces } from "./pieces";

interface Words {
  text: string;
  tag: string;
  dir: string;
  unsure: boolean;
}

export interface CaptionsNow {
  state: "off" | "asked" | "agreed" | "on";
  stands: string;
  lines: { from: number; said: Words; into: Words[] }[];
  last: number;
}

/** Pieces that wait for the one before them; an older one goes when there are more. */
const WAIT_MOST = 2;
const LINES_MOST = 60;
/** Longer than the server lets an engine listen. */
const PATIENCE_MS = 60_000;

export class Captions {
  readonly #part: (mark: string) => HTMLElement | null;
  #pieces?: Pieces;
  #waiting: Blob[] = [];
  #sends = false;
  #deaf = false;
  #now?: CaptionsNow;

  constructor(
    readonly box: HTMLElement,
    readonly me: number,
    readonly name: (id: number) => string,
  ) {
    this.#part = (mark) => box.querySelector(`[data-captions-${mark}]`);
    this.#part("agree")?.addEventListener("click", () => void this.#agree(true));
    this.#part("stop")?.addEventListener("click", () => void this.#agree(false));
  }

  /** Where they stand; without anything, there are none to be had. */
  stands(now: CaptionsNow | undefined, own: MediaStream | undefined): void {
    if ((now?.state ?? "off") !== (this.#now?.state ?? "off")) this.#deaf = false;
    this.#now = now;
    this.box.hidden = !now || !("MediaRecorder" in window);
    if (!now || this.box.hidden || !own) {
      this.#quiet();
      return;
    }
    if (now.state === "on") this.#pieces ??= new Pieces(own, (piece) => this.#take(piece));
    else this.#quiet();
    const agrees = now.state === "on" || now.state === "agreed";
    this.#show("agree", !agrees);
    this.#show("stop", agrees);
    for (const line of now.lines) this.#line(line);
    this.#say();
  }

  /** The call is over: what was said is not kept on the page either. */
  end(): void {
    this.#quiet();
    this.box.hidden = true;
    this.#part("lines")?.replaceChildren();
  }

  #show(mark: string, is: boolean): void {
    const part = this.#part(mark);
    if (part && part.hidden === is) part.hidden = !is;
  }

  #say(): void {
    const state = this.#part("state");
    const what = this.#deaf && this.#now?.state === "on" ? "deaf" : (this.#now?.state ?? "off");
    const text = this.box.dataset[what] ?? "";
    if (state && state.textContent !== text) state.textContent = text;
    this.box.dataset.state = what;
  }

  async #agree(agrees: boolean): Promise<void> {
    // Whoever takes it back is not heard from this moment, whatever the line does.
    if (!agrees) this.#quiet();
    const body = new URLSearchParams({ agrees: agrees ? "yes" : "no" });
    await fetch(this.box.dataset.agreeAt ?? "", { method: "POST", body }).catch(() => undefined);
    // The button that was pressed goes; where it stood is the other.
    window.setTimeout(() => this.#part(agrees ? "stop" : "agree")?.focus({ preventScroll: true }), 300);
  }

  #quiet(): void {
    this.#pieces?.end();
    this.#pieces = undefined;
    this.#waiting = [];
  }

  #take(piece: Blob): void {
    this.#waiting.push(piece);
    while (this.#waiting.length > WAIT_MOST) this.#waiting.shift();
    if (!this.#sends) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sends = true;
    for (let piece = this.#waiting.shift(); piece; piece = this.#waiting.shift()) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      try {
        const headers = { "content-type": piece.type };
        const answer = await fetch(this.box.dataset.hearAt ?? "", { method: "POST", headers, body: piece, signal });
        const { became } = answer.ok ? ((await answer.json()) as { became: string }) : { became: "unheard" };
        this.#deaf = became === "unheard";
      } catch {
        this.#deaf = true;
      }
      this.#say();
    }
    this.#sends = false;
  }

  #line({ from, said, into }: CaptionsNow["lines"][number]): void {
    const lines = this.#part("lines");
    if (!lines) return;
    lines.hidden = false;
    const low = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    const line = document.createElement("div");
    line.className = "hl-captions__line";
    const who = document.createElement("strong");
    who.textContent = from === this.me ? (this.box.dataset.you ?? "") : this.name(from);
    line.append(who, this.#words(said, "said"), ...into.map((words) => this.#words(words, "into")));
    lines.append(line);
    while (lines.childElementCount > LINES_MOST) lines.firstElementChild?.remove();
    if (low) lines.scrollTop = lines.scrollHeight;
  }

  #words({ text, tag, dir, unsure }: Words, kind: string): HTMLElement {
    const words = document.createElement("p");
    words.className = `hl-captions__${kind}`;
    const says = document.createElement("span");
    says.lang = tag;
    says.dir = dir;
    says.textContent = text;
    words.append(says);
    if (unsure) {
      const mark = document.createElement("small");
      mark.textContent = ` ${this.box.dataset.unsure ?? ""}`;
      words.append(mark);
    }
    return words;
  }
}

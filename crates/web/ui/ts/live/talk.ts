import { Outbox, type Said } from "./outbox";
import type { Frame, Line, Socket } from "./socket";

interface LineFrame {
  id: number;
  own: boolean;
  html: string;
}

const TYPES_MS = 3_000;
const TYPING_SHOWN_MS = 5_000;
const ANSWERED_MS = 10_000;
const AGAIN_MS = 2_000;

/**
 * A conversation on a page: lines come in, what is written goes out and is shown until it is said, and who writes and how far
 * somebody has read is said quietly. Its texts are in the data attributes of the mark.
 */
export class Talk {
  readonly #root: HTMLElement;
  readonly #form: HTMLFormElement | null;
  readonly #area: HTMLTextAreaElement | null;
  readonly #outbox: Outbox;
  #socket: Socket | undefined;
  #n = 1;
  #sent: Said | undefined;
  #late = 0;
  #typed = 0;
  #typing = 0;
  #read = 0;
  #ended = false;
  /** The last event that this page has looked at. */
  seq: number;

  /** `address`: what the frames of this side say besides. */
  constructor(
    root: HTMLElement,
    private readonly address: Record<string, string>,
  ) {
    this.#root = root;
    this.#form = root.querySelector<HTMLFormElement>("form[data-say]");
    this.#area = this.#form?.querySelector("textarea") ?? null;
    this.#outbox = new Outbox(root.dataset.chat ?? "", root.hasAttribute("data-keeps"));
    this.seq = Number(root.dataset.seen ?? 0);
    this.#n = Number(this.#hidden("n")?.value ?? 1);
    if (this.#area && !this.#area.value) this.#area.value = this.#outbox.draft;
    this.#area?.addEventListener("input", () => this.#writes());
    this.#area?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      this.#form?.requestSubmit();
    });
    this.#form?.addEventListener("submit", (event) => this.#submits(event));
    document.addEventListener("visibilitychange", () => this.#reads());
    // The page is fetched piece by piece only while there is no line.
    document.addEventListener("htmx:before:request", (event) => {
      if ((event.target as HTMLElement).id === "talk" && this.#socket?.isOpen) event.preventDefault();
    });
    document.addEventListener("htmx:after:swap", () => this.#scroll(true));
    this.#showPending();
    this.#scroll(true);
  }

  /** From then on it says and hears by that socket. */
  by(socket: Socket): void {
    this.#socket = socket;
  }

  turns(line: Line): void {
    const said = this.#part("line-state");
    if (said) {
      said.textContent = (line === "over" ? said.dataset.over : said.dataset.lost) ?? "";
      said.hidden = line === "open" || (line === "lost" && !this.#socket?.worked);
    }
    window.clearTimeout(this.#late);
    this.#sent = undefined;
    if (line === "open") {
      this.#say();
      this.#read = 0;
    }
  }

  hears(frame: Frame): void {
    switch (frame.kind) {
      case "lines":
        this.#lines(frame.lines as LineFrame[], Number(frame.seq));
        break;
      case "acknowledged":
        this.#outbox.take(Number(frame.id), Number(frame.n));
        this.#answered();
        break;
      case "refused":
        this.#refused(frame);
        break;
      case "typing":
        this.#types();
        break;
      case "read":
        this.#readTo(Number(frame.upto));
        break;
      case "state":
        this.#stands(frame);
        break;
      case "call-back":
        this.#offers(String(frame.html));
        break;
      case "away":
      case "back": {
        const said = this.#part("line-state");
        if (said) {
          said.textContent = said.dataset.away ?? "";
          said.hidden = frame.kind === "back";
        }
      }
    }
  }

  #part(name: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(`[data-${name}]`);
  }

  #hidden(name: string): HTMLInputElement | null {
    return this.#form?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null;
  }

  #submits(event: SubmitEvent): void {
    const text = this.#area?.value.trim() ?? "";
    // Where no socket gets through, the form is sent as it is.
    if (!this.#socket?.worked || !this.#area || text === "") return;
    event.preventDefault();
    const n = this.#hidden("n");
    this.#outbox.add({ id: Number(this.#hidden("id")?.value), n: this.#n, text });
    this.#n += 1;
    if (n) n.value = String(this.#n);
    this.#area.value = "";
    this.#area.focus();
    this.#problem("");
    this.#showPending();
    this.#say();
  }

  /** The first of those that wait, when none is on its way. */
  #say(): void {
    const [next] = this.#outbox.items;
    if (this.#sent || !next || !this.#socket?.send({ kind: "say", ...this.address, ...next })) return;
    this.#sent = next;
    this.#late = window.setTimeout(() => this.#socket?.renew(), ANSWERED_MS);
  }

  #answered(): void {
    window.clearTimeout(this.#late);
    this.#sent = undefined;
    this.#showPending();
    this.#say();
  }

  #refused(frame: Frame): void {
    window.clearTimeout(this.#late);
    if (frame.again === true) {
      this.#late = window.setTimeout(() => {
        this.#sent = undefined;
        this.#say();
      }, AGAIN_MS);
      return;
    }
    const said = this.#outbox.take(Number(frame.id), Number(frame.n));
    if (said && this.#area) {
      this.#area.value = [said.text, this.#area.value].filter(Boolean).join("\n\n");
      this.#outbox.draft = this.#area.value;
    }
    this.#problem(String(frame.problem));
    this.#answered();
  }

  #problem(text: string): void {
    const said = this.#part("problem");
    if (!said) return;
    said.textContent = text;
    said.hidden = text === "";
  }

  #writes(): void {
    this.#outbox.draft = this.#area?.value ?? "";
    if (Date.now() - this.#typed < TYPES_MS || !this.#area?.value) return;
    if (this.#socket?.send({ kind: "typing", ...this.address })) this.#typed = Date.now();
  }

  #types(): void {
    const said = this.#part("typing");
    if (!said) return;
    said.textContent = said.dataset.text ?? "";
    window.clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => (said.textContent = ""), TYPING_SHOWN_MS);
  }

  #lines(lines: LineFrame[], seq: number): void {
    const log = this.#part("lines");
    if (!log) return;
    const below = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const about = document.createElement("template");
    for (const line of lines) {
      about.innerHTML = line.html;
      const made = about.content.firstElementChild;
      if (!made) continue;
      const there = log.querySelector(`[data-line="${line.id}"]`);
      if (there) there.replaceWith(made);
      else log.append(made);
      if (!line.own) this.#part("typing")?.replaceChildren();
    }
    this.seq = Math.max(this.seq, seq);
    document.dispatchEvent(new CustomEvent("hotline:lines"));
    this.#scroll(below);
    this.#reads();
  }

  #scroll(down: boolean): void {
    const log = this.#part("lines");
    if (log && down) log.scrollTop = log.scrollHeight;
  }

  /** Says how far has been read, when somebody is there to read. */
  #reads(): void {
    const theirs = [...this.#root.querySelectorAll<HTMLElement>("[data-line]:not([data-own])")];
    const upto = Math.max(0, ...theirs.map(({ dataset }) => Number(dataset.line)));
    if (document.hidden || upto <= this.#read || this.#ended) return;
    if (this.#socket?.send({ kind: "read", ...this.address, upto })) this.#read = upto;
  }

  /** The last of one's own lines that the other side has read says so. */
  #readTo(upto: number): void {
    const own = [...this.#root.querySelectorAll<HTMLElement>("[data-line][data-own]")];
    const last = own.filter(({ dataset }) => Number(dataset.line) <= upto).at(-1);
    this.#root.querySelector("[data-read-mark]")?.remove();
    if (!last) return;
    const mark = document.createElement("p");
    mark.className = "hl-talk__read";
    mark.dataset.readMark = "";
    mark.textContent = this.#root.dataset.readText ?? "";
    last.append(mark);
  }

  /** Whoever waits long may ask to be called back. */
  #offers(html: string): void {
    const about = document.createElement("template");
    about.innerHTML = html;
    const made = about.content.firstElementChild;
    if (made && !this.#part("call-back")) this.#part("lines")?.before(made);
  }

  #stands(frame: Frame): void {
    if (frame.state !== "waiting") this.#part("call-back")?.remove();
    const said = this.#part("state");
    const before = said?.dataset.state || this.#root.dataset.state;
    if (said) {
      said.textContent = String(frame.told);
      said.className = said.className.replace(/(hl-state--)\S+/, `$1${String(frame.state)}`);
      said.dataset.state = String(frame.state);
    }
    this.#ended = frame.goes_on !== true;
    // What may be done now is another: the page knows. What is being written stays where it is.
    const another = this.#root.hasAttribute("data-reloads") ? before !== frame.state : this.#ended;
    if (!another) return;
    const forms = [...document.querySelectorAll<HTMLTextAreaElement>("textarea")];
    const writing = forms.some((area) => area !== this.#area && area.value !== area.defaultValue);
    const link = this.#part("changed");
    if (writing && link) link.hidden = false;
    else location.reload();
  }

  /** What was written and is not said yet. */
  #showPending(): void {
    const list = this.#part("pending");
    if (!list) return;
    const shown = this.#outbox.items.map(({ text }) => {
      const item = document.createElement("div");
      item.className = "hl-message hl-message--mine hl-message--pending";
      const words = document.createElement("div");
      words.className = "hl-text hl-text--small";
      words.dir = "auto";
      words.textContent = text;
      const note = document.createElement("p");
      note.className = "hl-message__note";
      note.textContent = list.dataset.text ?? "";
      item.append(words, note);
      return item;
    });
    list.replaceChildren(...shown);
    list.hidden = shown.length === 0;
  }
}

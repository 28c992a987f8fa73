// Whether a call is recorded: its agent asks, everybody agrees in their own page, and anybody ends it. The server has the say: it
// takes no part that not everybody agreed to.

import { Recorder, records } from "./recorder";

export interface RecordingNow {
  state: "off" | "asked" | "agreed" | "on";
  stands: string;
  /** To what everybody agreed. */
  agreed: string;
  /** This page asks, and records. */
  records: boolean;
}

/** After one that could not be kept another is begun no sooner. */
const AGAIN_MS = 2_000;

export class Recording {
  readonly #part: (mark: string) => HTMLElement | null;
  #now?: RecordingNow;
  #streams: MediaStream[] = [];
  #held = false;
  #lost = false;
  #recorder?: Recorder;
  #agreed = "";
  #later = 0;

  constructor(readonly box: HTMLElement) {
    this.#part = (mark) => box.querySelector(`[data-recording-${mark}]`);
    for (const mark of ["ask", "agree"]) this.#part(mark)?.addEventListener("click", () => void this.#agree(true));
    for (const mark of ["refuse", "stop"]) this.#part(mark)?.addEventListener("click", () => void this.#agree(false));
  }

  /** Where it stands; without anything, no such call is recorded here. */
  stands(now: RecordingNow | undefined): void {
    this.#now = now;
    this.#draw();
  }

  /** The sound of everybody in the call. On hold nothing is recorded. */
  hears(streams: MediaStream[], held: boolean): void {
    this.#streams = streams;
    this.#held = held;
    this.#draw();
  }

  /** The call is over. */
  end(): void {
    this.#now = undefined;
    this.#draw();
  }

  #draw(): void {
    const now = this.#now;
    const may = now?.records && "sendsAt" in this.box.dataset && records();
    if (may && now.state === "on" && !this.#held) this.#record(now.agreed);
    else this.#quiet();
    const state = now?.state ?? "off";
    // Nobody but who asks is shown what they were not asked.
    const hidden = !now || (state === "off" && !may);
    if (this.box.hidden !== hidden) this.box.hidden = hidden;
    this.#show("ask", state === "off");
    this.#show("agree", state === "asked");
    this.#show("refuse", state === "asked");
    this.#show("stop", state === "agreed" || state === "on");
    const on = state === "on" && !this.#held;
    this.#show("mark", on);
    const what = state === "on" && this.#held ? "held" : on && this.#lost && may ? "lost" : state;
    const says = this.#part("state");
    const text = this.box.dataset[what] ?? "";
    if (says && says.textContent !== text) says.textContent = text;
    this.box.dataset.state = what;
  }

  #show(mark: string, is: boolean): void {
    const part = this.#part(mark);
    if (part && part.hidden === is) part.hidden = !is;
  }

  #record(agreed: string): void {
    // What was recorded before somebody said no and yes again belongs to nobody.
    if (this.#agreed !== agreed) {
      this.#recorder?.drop();
      this.#recorder = undefined;
    }
    if (!this.#recorder && !this.#later) {
      this.#lost = false;
      this.#agreed = agreed;
      const recorder = new Recorder(`${this.box.dataset.sendsAt ?? ""}&agreed=${agreed}`, {
        ended: () => {
          if (this.#recorder !== recorder) return;
          this.#recorder = undefined;
          // Where everybody agrees still, the page begins another.
          this.#later = window.setTimeout(() => {
            this.#later = 0;
            this.#draw();
          }, AGAIN_MS);
        },
        lost: (lost) => {
          if (this.#recorder !== recorder || this.#lost === lost) return;
          this.#lost = lost;
          this.#draw();
        },
      });
      this.#recorder = recorder;
    }
    this.#recorder?.mix(this.#streams);
  }

  #quiet(): void {
    // On hold, everybody agrees to what was said before.
    if (this.#now?.state === "on") this.#recorder?.finish();
    else this.#recorder?.drop();
    this.#recorder = undefined;
    window.clearTimeout(this.#later);
    this.#later = 0;
  }

  async #agree(agrees: boolean): Promise<void> {
    // Whoever takes it back is not recorded from this moment, whatever the line does.
    if (!agrees && this.#now) {
      this.#now = { ...this.#now, state: "off" };
      this.#quiet();
    }
    const body = new URLSearchParams({ agrees: agrees ? "yes" : "no" });
    await fetch(this.box.dataset.agreeAt ?? "", { method: "POST", body }).catch(() => undefined);
    // The button that was pressed goes; where it stood is the other.
    const next = agrees ? ["stop"] : ["ask", "agree"];
    window.setTimeout(() => {
      for (const mark of next) {
        const part = this.#part(mark);
        if (part && !part.hidden) part.focus({ preventScroll: true });
      }
    }, 300);
  }
}

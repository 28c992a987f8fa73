// The way to the server: asks how the call stands, again and again, and sends what is told to others in its order.

import type { CaptionsNow } from "./captions";
import type { RecordingNow } from "./recording";

export interface Stands {
  state: "none" | "closed" | "waiting" | "talking" | "over";
  version: number;
  peers: { id: number; name: string }[];
  signals: { seq: number; from: number; data: string }[];
  last: number;
  offered: boolean;
  follow?: string;
  /** With more than three: over the media server, or without one. */
  media?: "mixed" | "crowded";
  captions?: CaptionsNow;
  recording?: RecordingNow;
}

/** Nothing comes after it. */
export function ends(state: Stands["state"]): boolean {
  return state === "none" || state === "closed" || state === "over";
}

const AGAIN_MS = 1_000;
/** Longer than the server keeps a question that it has no answer to. */
const PATIENCE_MS = 20_000;

export class Line {
  #after: number;
  /** No version is so high: the first question is answered at once. */
  #seen = Number.MAX_SAFE_INTEGER;
  #offered = false;
  #heard = 0;
  #captions = "";
  #recording = "";
  #ended = false;
  #sending: Promise<void> = Promise.resolve();

  constructor(
    readonly asks: string,
    readonly tells: string,
    readonly contact: string,
    after: number,
    readonly hears: { stands(now: Stands): Promise<void>; lost(lost: boolean): void },
  ) {
    this.#after = after;
  }

  /** Asks until the call is over. */
  async listen(): Promise<void> {
    while (!this.#ended) {
      const query = new URLSearchParams({
        after: String(this.#after),
        seen: String(this.#seen),
        offered: this.#offered ? "1" : "0",
        heard: String(this.#heard),
        captions: this.#captions,
        recording: this.#recording,
      });
      let now: Stands | undefined;
      try {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        const answer = await fetch(`${this.asks}?${query}`, { headers: { accept: "application/json" }, signal });
        if (answer.ok) now = (await answer.json()) as Stands;
      } catch {
        // The line is gone, or a node; another answers.
      }
      this.hears.lost(!now);
      if (!now) {
        await pause(AGAIN_MS);
        continue;
      }
      this.#after = Math.max(this.#after, now.last);
      this.#seen = now.version;
      this.#offered = now.offered;
      this.#heard = Math.max(this.#heard, now.captions?.last ?? 0);
      this.#captions = now.captions?.stands ?? "";
      this.#recording = now.recording?.stands ?? "";
      await this.hears.stands(now);
      if (ends(now.state)) this.#ended = true;
    }
  }

  /** Sends in order, and once more while the line is gone. */
  tell(to: number, data: string): void {
    this.#sending = this.#sending.then(() => this.#send(to, data));
  }

  end(): void {
    this.#ended = true;
  }

  async #send(to: number, data: string): Promise<void> {
    const body = JSON.stringify({ contact: this.contact, to, data });
    while (!this.#ended) {
      try {
        const answer = await fetch(this.tells, { method: "POST", headers: { "content-type": "application/json" }, body });
        // What is refused would be refused again: they have left.
        if (answer.ok || (answer.status < 500 && answer.status !== 429)) return;
      } catch {
        // As above.
      }
      await pause(AGAIN_MS);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => window.setTimeout(done, ms));
}

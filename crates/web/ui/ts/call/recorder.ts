// One recording of a call: the sound of everybody in it, mixed here, in parts that are sent in their order, and again while the line
// is gone. What a part begins the next goes on with: one that is missing ends the recording, and another begins.

/** Of so much sound a part is made. */
const PART_MS = 3_000;
/** Enough for speech, of all of them together. */
const BITS_A_SECOND = 32_000;
const AGAIN_MS = 1_000;
/** Five minutes without a line. What is older than that is not the recording of a call any more. */
const WAIT_MOST = 100;
const TYPE = "audio/webm;codecs=opus";

/** Why no part of it is sent any more. */
export type Ended = "not-agreed" | "again";

/** Whether this browser can record at all. */
export function records(): boolean {
  return "MediaRecorder" in window && MediaRecorder.isTypeSupported(TYPE);
}

export class Recorder {
  readonly #context = new AudioContext();
  readonly #mixed = this.#context.createMediaStreamDestination();
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  readonly #recorder = new MediaRecorder(this.#mixed.stream, { mimeType: TYPE, audioBitsPerSecond: BITS_A_SECOND });
  readonly #take = crypto.getRandomValues(new Uint32Array(1))[0];
  readonly #wake = (): void => void this.#context.resume();
  #waiting: Blob[] = [];
  #n = 0;
  #sends = false;
  #ended = false;

  /** Records from now on. */
  constructor(
    readonly sendsAt: string,
    readonly hears: { ended(why: Ended): void; lost(lost: boolean): void },
  ) {
    // A page that was loaded anew may sound nothing before somebody has touched it.
    document.addEventListener("pointerdown", this.#wake);
    document.addEventListener("keydown", this.#wake);
    this.#wake();
    this.#recorder.ondataavailable = ({ data }) => {
      if (data.size > 0 && !this.#ended) this.#add(data);
    };
    this.#recorder.start(PART_MS);
  }

  /** Whose sound is mixed from now on. */
  mix(streams: MediaStream[]): void {
    const tracks = new Set(streams.flatMap((stream) => stream.getAudioTracks()));
    for (const [track, source] of this.#sources) {
      if (tracks.has(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
    for (const track of tracks) {
      if (this.#sources.has(track)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#mixed);
      this.#sources.set(track, source);
    }
  }

  /** The last of it is sent as well, if it still may be. */
  finish(): void {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#quiet();
  }

  /** Nothing of it is sent any more. */
  drop(): void {
    this.#ended = true;
    this.#waiting = [];
    this.finish();
  }

  #quiet(): void {
    document.removeEventListener("pointerdown", this.#wake);
    document.removeEventListener("keydown", this.#wake);
    for (const source of this.#sources.values()) source.disconnect();
    this.#sources.clear();
    // The recorder gives its last part first.
    window.setTimeout(() => void this.#context.close().catch(() => undefined), AGAIN_MS);
  }

  #add(part: Blob): void {
    this.#waiting.push(part);
    if (this.#waiting.length > WAIT_MOST) this.#end("again");
    else if (!this.#sends) void this.#send();
  }

  #end(why: Ended): void {
    if (this.#ended) return;
    this.drop();
    this.hears.ended(why);
  }

  async #send(): Promise<void> {
    this.#sends = true;
    while (this.#waiting.length > 0 && !this.#ended) {
      const became = await this.#sent(this.#waiting[0]);
      if (this.#ended) break;
      this.hears.lost(became === "lost");
      if (became === "kept") {
        this.#waiting.shift();
        this.#n += 1;
      } else if (became === "lost") {
        await new Promise((done) => window.setTimeout(done, AGAIN_MS));
      } else {
        this.#end(became);
      }
    }
    this.#sends = false;
  }

  async #sent(part: Blob): Promise<"kept" | "lost" | Ended> {
    const headers = { "content-type": part.type };
    try {
      const answer = await fetch(`${this.sendsAt}&take=${this.#take}&n=${this.#n}`, { method: "POST", headers, body: part });
      if (answer.ok) return ((await answer.json()) as { became: "kept" | Ended }).became;
      // What is refused would be refused again: the call is over, or another agent's.
      return answer.status >= 500 || answer.status === 429 ? "lost" : "not-agreed";
    } catch {
      return "lost";
    }
  }
}

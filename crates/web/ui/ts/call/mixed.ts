// With more than three: one line to the media server, which takes what this end says and gives back what all others say. It is
// found by one question to the platform, which has the whole offer; the server itself is spoken to by nobody here.

export interface Hears {
  /** The line is there, or gone. */
  changed(): void;
  /** What all others say. */
  sounds(stream: MediaStream): void;
}

/** Ways that are not found after so long are left out. */
const GATHER_MS = 1_500;
/** A line that is not there after so long is begun anew. */
const LATE_MS = 12_000;
/** One that is gone so long does not come back by itself. */
const GONE_MS = 3_000;
/** Before it is tried again; each time twice as long. */
const AGAIN_MS = 1_000;
const AGAIN_MOST_MS = 30_000;

export class Mixed {
  #connection?: RTCPeerConnection;
  #state: "off" | "begins" | "on" | "failed" = "off";
  #later = 0;
  #tries = 0;

  constructor(
    readonly own: MediaStream,
    readonly ice: RTCIceServer[],
    readonly asks: string,
    readonly contact: string,
    readonly hears: Hears,
  ) {}

  /** `failed`: it could not be had, and is tried again. */
  get state(): "off" | "begins" | "on" | "failed" {
    return this.#state;
  }

  begin(): void {
    if (this.#state !== "off") return;
    this.#state = "begins";
    void this.#try();
  }

  end(): void {
    if (this.#state === "off") return;
    this.#let();
    this.#tries = 0;
    this.#state = "off";
    this.hears.changed();
  }

  #let(): void {
    window.clearTimeout(this.#later);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  #failed(): void {
    this.#let();
    this.#state = "failed";
    const pause = Math.min(AGAIN_MS * 2 ** this.#tries, AGAIN_MOST_MS);
    this.#tries += 1;
    // Not all at the same moment.
    this.#later = window.setTimeout(() => void this.#try(), pause * (0.75 + Math.random() / 2));
    this.hears.changed();
  }

  async #try(): Promise<void> {
    const connection = new RTCPeerConnection({ iceServers: this.ice });
    this.#connection = connection;
    const isOld = (): boolean => this.#connection !== connection;
    const late = (ms: number): void => {
      window.clearTimeout(this.#later);
      this.#later = window.setTimeout(() => this.#failed(), ms);
    };
    late(LATE_MS);
    connection.ontrack = ({ track }) => this.hears.sounds(new MediaStream([track]));
    connection.onconnectionstatechange = () => {
      if (isOld()) return;
      if (connection.connectionState === "failed") this.#failed();
      if (connection.connectionState === "disconnected") late(GONE_MS);
      if (connection.connectionState !== "connected") return;
      window.clearTimeout(this.#later);
      this.#tries = 0;
      this.#state = "on";
      this.hears.changed();
    };
    for (const track of this.own.getAudioTracks()) connection.addTrack(track, this.own);
    try {
      await connection.setLocalDescription();
      await gathered(connection);
      const sdp = await this.#ask(connection.localDescription?.sdp ?? "");
      if (!isOld()) await connection.setRemoteDescription({ type: "answer", sdp });
    } catch {
      // The server is away or slow, or the call has changed meanwhile.
      if (!isOld()) this.#failed();
    }
  }

  async #ask(offer: string): Promise<string> {
    const answer = await fetch(this.asks, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ contact: this.contact, offer }),
      signal: AbortSignal.timeout(LATE_MS),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return ((await answer.json()) as { answer: string }).answer;
  }
}

/** All ways are known, or no more are waited for. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((done) => {
    const look = (): void => {
      if (connection.iceGatheringState === "complete") done();
    };
    connection.addEventListener("icegatheringstatechange", look);
    window.setTimeout(done, GATHER_MS);
    look();
  });
}

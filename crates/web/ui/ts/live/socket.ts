/** What a socket of the hotline says and is told: see `web::contacts::live::frames`. */
export interface Frame {
  kind: string;
  [part: string]: unknown;
}

/** `open`: it is connected; `lost`: it is being made anew; `over`: it will not come back. */
export type Line = "open" | "lost" | "over";

const BEAT_MS = 15_000;
/** A machine that slept does not know that its line is gone. */
const SLEPT_MS = 40_000;
const PAUSES_MS = [200, 400, 800, 1_500, 3_000];
/** Reasons to close after which asking again would end the same. */
const OVER = [4400, 4403, 4413, 4430];
const SESSION_ENDED = 4401;

/** A socket that is made anew when it breaks, however often. */
export class Socket {
  #socket: WebSocket | undefined;
  #failed = 0;
  #again = 0;
  #beat = Date.now();
  #over = false;
  /** It was connected once: sockets get through from here. */
  worked = false;

  constructor(
    private readonly address: () => string,
    private readonly hears: (frame: Frame) => void,
    private readonly turns: (line: Line) => void,
  ) {
    window.setInterval(() => this.#beats(), BEAT_MS);
    window.addEventListener("online", () => this.#now());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#beats();
    });
    // A page that is kept to go back to holds no line.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.#now();
    });
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Whether it went out; whether it arrived is told by an answer. */
  send(frame: Frame): boolean {
    if (!this.isOpen) return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  /** Takes it that the line is gone, and makes another. */
  renew(): void {
    this.#drop();
    this.#now();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #now(): void {
    if (this.#over || this.isOpen || this.#socket?.readyState === WebSocket.CONNECTING) return;
    window.clearTimeout(this.#again);
    this.#connect();
  }

  #connect(): void {
    const url = new URL(this.address(), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#failed = 0;
      this.#beat = Date.now();
      this.worked = true;
      this.turns("open");
    });
    socket.addEventListener("message", ({ data }) => this.hears(JSON.parse(String(data)) as Frame));
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket !== socket && this.#socket) return;
      if (code === SESSION_ENDED) {
        // The page says what is to be done now.
        this.#over = true;
        location.reload();
      } else if (OVER.includes(code)) {
        this.#over = true;
        this.turns("over");
      } else {
        this.turns("lost");
        const pause = PAUSES_MS[Math.min(this.#failed, PAUSES_MS.length - 1)] ?? BEAT_MS;
        this.#failed += 1;
        // Not all at once when a node goes.
        this.#again = window.setTimeout(() => this.#now(), pause * (0.5 + Math.random() / 2));
      }
    });
  }

  #beats(): void {
    const now = Date.now();
    const slept = now - this.#beat > SLEPT_MS;
    this.#beat = now;
    if (slept) this.renew();
    else if (!this.send({ kind: "here" })) this.#now();
  }
}

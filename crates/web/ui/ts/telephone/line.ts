import { UA, WebSocketInterface } from "jssip";
import type { IncomingRTCSessionEvent, RTCSessionEvent } from "jssip/lib/UA";

/** What the desk gives a page to register with: see `web::contacts::exchange::telephone`. */
interface Account {
  socket: string;
  address: string;
  name: string;
  password: string;
  /** In seconds. */
  lasts: number;
  /** So long it rings before it is the next one's turn, in seconds. */
  rings: number;
}

/** `elsewhere`: another page of this browser is the telephone; `refused`: the desk gives no account, or no longer. */
export type Stands = "connecting" | "ready" | "lost" | "elsewhere" | "refused";

/** Where the reference of the contact stands that a call becomes. */
const CONTACT = "X-Harborline-Contact";
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/** A place in the register of the exchange, asked for again when it is lost. */
export class Line {
  #agent: UA | undefined;
  #failed = 0;
  #again = 0;
  #over = false;

  constructor(
    private readonly account: string,
    private readonly turns: (stands: Stands) => void,
    private readonly rings: (call: IncomingRTCSessionEvent["session"], contact: string) => void,
  ) {
    void this.#alone();
  }

  /** One page of a browser is the telephone: the exchange rings the one that came last, and nobody looks there. */
  async #alone(): Promise<void> {
    if (!("locks" in navigator)) return this.#begin();
    this.turns("connecting");
    const waits = window.setTimeout(() => this.turns("elsewhere"), 1_000);
    // It is given back when the page is gone.
    await navigator.locks.request("hotline:telephone", () => {
      window.clearTimeout(waits);
      void this.#begin();
      return new Promise(() => undefined);
    });
  }

  async #begin(): Promise<void> {
    this.turns("connecting");
    const account = await this.#fetch();
    if (this.#over) return;
    if (!account) {
      this.turns("lost");
      window.setTimeout(() => void this.#begin(), this.#pause());
      return;
    }
    const agent = new UA({
      sockets: [new WebSocketInterface(account.socket)],
      uri: account.address,
      authorization_user: account.name,
      password: account.password,
      no_answer_timeout: account.rings,
      register_expires: 60,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 10,
      user_agent: "Harborline",
    });
    this.#agent = agent;
    agent.on("registered", () => {
      this.#failed = 0;
      this.turns("ready");
    });
    for (const gone of ["unregistered", "disconnected"] as const) agent.on(gone, () => !this.#over && this.turns("lost"));
    agent.on("registrationFailed", () => {
      if (this.#over) return;
      this.turns("lost");
      window.clearTimeout(this.#again);
      this.#again = window.setTimeout(() => void this.#renew(true), this.#pause());
    });
    agent.on("newRTCSession", (event: RTCSessionEvent) => {
      if (event.originator !== "remote") return;
      const { session, request } = event as IncomingRTCSessionEvent;
      this.rings(session, request.getHeader(CONTACT) ?? "");
    });
    agent.start();
    window.setInterval(() => void this.#renew(false), (account.lasts * 1_000) / 3);
    // It rings no more at once, not only when the exchange has waited.
    window.addEventListener("pagehide", () => agent.stop());
  }

  /** The name that it registers by is good for minutes. */
  async #renew(now: boolean): Promise<void> {
    const account = await this.#fetch();
    if (account) {
      this.#agent?.set("authorization_user", account.name);
      this.#agent?.set("password", account.password);
    }
    if (now && !this.#over && this.#agent?.isConnected()) this.#agent.register();
  }

  async #fetch(): Promise<Account | undefined> {
    const answer = await fetch(this.account).catch(() => undefined);
    if (!answer || answer.status >= 500) return undefined;
    if (answer.ok && answer.headers.get("content-type")?.startsWith("application/json")) return (await answer.json()) as Account;
    // Signed out, or an agent no more.
    this.#over = true;
    this.#agent?.stop();
    this.turns("refused");
    return undefined;
  }

  #pause(): number {
    const pause = PAUSES_MS[Math.min(this.#failed, PAUSES_MS.length - 1)] ?? 8_000;
    this.#failed += 1;
    // Not all at once when the exchange was away.
    return pause * (0.5 + Math.random() / 2);
  }
}

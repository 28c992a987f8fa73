import type { RTCSession } from "jssip/lib/RTCSession";

import { Beside } from "./beside";
import { Line, type Stands } from "./line";

/** A way to the exchange that was not found by then is not waited for. */
const ICE_MS = 1_000;
/** So long it is said that a call is over. */
const SAID_MS = 4_000;
/** `480 Temporarily Unavailable` and `486 Busy Here`, as SIP numbers them. */
const UNAVAILABLE = 480;
const BUSY = 486;

type Part = "state" | "alert" | "answer" | "decline" | "mute" | "hold" | "hang-up" | "contact";

/** The part of the room that is a telephone. */
export class Panel {
  readonly #audio = new Audio();
  readonly #beside: Beside | undefined;
  #stands: Stands = "connecting";
  #call: RTCSession | undefined;
  #contact = "";
  #own: MediaStream | undefined;
  #asks = false;
  #muted = false;
  #held = false;

  constructor(private readonly box: HTMLElement) {
    if (!("RTCPeerConnection" in window) || !navigator.mediaDevices) {
      this.#say("none");
      return;
    }
    const contact = this.#part("contact");
    if (contact) this.#beside = new Beside(contact, () => this.#call !== undefined);
    const on = (part: Part, does: () => void): void => this.#part(part)?.addEventListener("click", does);
    on("answer", () => void this.#answer());
    on("decline", () => void this.#decline());
    on("mute", () => this.#mute());
    on("hold", () => this.#hold());
    on("hang-up", () => this.#call?.terminate());
    window.addEventListener("beforeunload", (event) => {
      if (this.#call?.isEstablished()) event.preventDefault();
    });
    this.#stayHere();
    new Line(
      box.dataset.account ?? "",
      (stands) => {
        this.#stands = stands;
        this.#draw();
      },
      (call, reference) => this.#rings(call, reference),
    );
  }

  #part(part: Part): HTMLElement | null {
    return this.box.querySelector(`[data-telephone-${part}]`);
  }

  #rings(call: RTCSession, contact: string): void {
    if (this.#call) {
      call.terminate({ status_code: BUSY });
      return;
    }
    this.#call = call;
    this.#contact = contact;
    this.#beside?.clear();
    call.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", ({ track }) => {
        this.#audio.srcObject = new MediaStream([track]);
        void this.#audio.play().catch(() => undefined);
      });
    });
    call.on("icecandidate", ({ ready }) => void window.setTimeout(ready, ICE_MS));
    call.on("confirmed", () => {
      this.#draw();
      if (contact) void this.#beside?.show(contact);
    });
    for (const end of ["ended", "failed"] as const) call.on(end, () => this.#over(call));
    this.#draw();
  }

  async #answer(): Promise<void> {
    const call = this.#call;
    if (!call || this.#asks) return;
    this.#asks = true;
    this.#tell("");
    this.#draw();
    try {
      this.#own = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.#asks = false;
      this.#tell("deaf");
      this.#draw();
      return;
    }
    this.#asks = false;
    // It may be over by now.
    if (this.#call !== call || call.isEnded()) {
      this.#quiet();
      return;
    }
    call.answer({
      mediaStream: this.#own,
      pcConfig: { iceServers: JSON.parse(this.box.dataset.ice ?? "[]") as RTCIceServer[] },
    });
    this.#draw();
  }

  async #decline(): Promise<void> {
    const call = this.#call;
    if (!call) return;
    // Whose turn it is now is known here before the exchange rings there.
    if (this.#contact) await fetch(`/desk/hotline/${encodeURIComponent(this.#contact)}/decline`, { method: "POST" }).catch(() => undefined);
    if (!call.isEnded()) call.terminate({ status_code: UNAVAILABLE });
  }

  #mute(): void {
    this.#muted = !this.#muted;
    if (this.#muted) this.#call?.mute({ audio: true });
    else this.#call?.unmute({ audio: true });
    this.#draw();
  }

  #hold(): void {
    const call = this.#call;
    const done = this.#held ? call?.unhold() : call?.hold();
    // While something else of it is being agreed, it stays as it is.
    if (!done) return;
    this.#held = !this.#held;
    this.#audio.muted = this.#held;
    this.#draw();
  }

  #over(call: RTCSession): void {
    if (this.#call !== call) return;
    const spoke = call.start_time !== null && call.start_time !== undefined;
    this.#call = undefined;
    this.#contact = "";
    this.#muted = this.#held = this.#asks = false;
    this.#audio.muted = false;
    this.#audio.srcObject = null;
    this.#quiet();
    this.#tell("");
    this.#draw();
    if (spoke) {
      this.#say("over");
      window.setTimeout(() => this.#draw(), SAID_MS);
    }
    document.querySelector("#now")?.dispatchEvent(new CustomEvent("hotline:changed"));
    // The exchange tells a moment later that it is over.
    window.setTimeout(() => void this.#beside?.renew(), ICE_MS);
  }

  #quiet(): void {
    for (const track of this.#own?.getTracks() ?? []) track.stop();
    this.#own = undefined;
  }

  #draw(): void {
    const call = this.#call;
    const rings = call?.isInProgress() === true && this.#own === undefined;
    const talks = call !== undefined && !rings;
    this.#say(this.#state(call, rings));
    const shown: [Part, boolean][] = [
      ["answer", rings],
      ["decline", rings],
      ["mute", talks],
      ["hold", talks],
      ["hang-up", talks],
    ];
    const focused = document.activeElement;
    for (const [part, is] of shown) {
      const button = this.#part(part);
      if (button) button.hidden = !is;
    }
    // Whoever works by keyboard goes on from what takes its place.
    if (focused instanceof HTMLElement && focused.hidden && this.box.contains(focused)) {
      (this.box.querySelector<HTMLElement>("button:not([hidden])") ?? this.#part("state"))?.focus();
    }
    this.#press("mute", this.#muted, "mute", "unmute");
    this.#press("hold", this.#held, "hold", "unhold");
  }

  #state(call: RTCSession | undefined, rings: boolean): string {
    if (!call) return this.#stands;
    if (this.#asks) return "asks";
    if (rings) return "rings";
    if (!call.isEstablished()) return "connecting";
    return this.#held ? "held" : "talking";
  }

  #say(what: string): void {
    const state = this.#part("state");
    const text = this.box.dataset[what] ?? "";
    if (state && state.textContent !== text) state.textContent = text;
    this.box.dataset.state = what;
  }

  #tell(what: string): void {
    const alert = this.#part("alert");
    if (!alert) return;
    alert.textContent = this.box.dataset[what] ?? "";
    alert.hidden = what === "";
  }

  #press(part: Part, is: boolean, off: string, on: string): void {
    const button = this.#part(part);
    if (!button) return;
    button.setAttribute("aria-pressed", String(is));
    button.textContent = this.box.dataset[is ? on : off] ?? button.textContent;
  }

  /** Where one is and what one passes on is said without leaving the page, which would end the call. */
  #stayHere(): void {
    document.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      const stays = /\/(?:at|decline)$/u.test(form.action);
      if (!this.#call || event.defaultPrevented || !stays || this.box.contains(form)) return;
      event.preventDefault();
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form, event.submitter)) if (typeof value === "string") body.append(name, value);
      void fetch(form.action, { method: "POST", body })
        .catch(() => undefined)
        .then(() => document.querySelector("#now")?.dispatchEvent(new CustomEvent("hotline:changed")));
    });
  }
}

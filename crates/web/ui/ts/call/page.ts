import { Captions } from "./captions";
import { Line, type Stands, ends } from "./line";
import { Mesh } from "./mesh";
import { Mixed } from "./mixed";
import { Recording } from "./recording";

/** Wires the part of the page in which a call goes on: of whoever calls, and of staff. */
export function call(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("#call");
  if (!box) return;
  const shown = (mark: string): HTMLElement | null => root.querySelector(`[data-call-${mark}]`);
  box.hidden = false;
  if (!box.dataset.call) {
    // The hotline is closed.
    box.hidden = true;
    return;
  }
  if (!("RTCPeerConnection" in window) || !navigator.mediaDevices) {
    box.hidden = true;
    show(shown("no-calls"));
    return;
  }
  new Call(box, box.dataset.call, shown);
}

function show(element: HTMLElement | null, is = true): void {
  if (element) element.hidden = !is;
}

class Call {
  readonly #isStaff: boolean;
  #own?: MediaStream;
  #film?: MediaStreamTrack;
  #mesh?: Mesh;
  #mixed?: Mixed;
  #line?: Line;
  readonly #captions?: Captions;
  readonly #recording?: Recording;
  #now?: Stands;
  #muted = false;
  #held = false;
  #lost = false;
  #names = new Map<number, string>();

  constructor(
    readonly box: HTMLElement,
    readonly address: string,
    readonly shown: (mark: string) => HTMLElement | null,
  ) {
    this.#isStaff = "signals" in box.dataset;
    const captions = box.querySelector<HTMLElement>("[data-captions]");
    if (captions) this.#captions = new Captions(captions, Number(box.dataset.me), (id) => this.#names.get(id) ?? "");
    const recording = box.querySelector<HTMLElement>("[data-recording]");
    if (recording) this.#recording = new Recording(recording);
    const on = (mark: string, does: () => void): void => shown(mark)?.addEventListener("click", does);
    on("begin", () => void this.begin());
    on("mute", () => this.#mute());
    on("hold", () => this.#hold());
    on("camera", () => void this.#camera());
    on("sound", () => this.#play());
    on("end", () => void this.#hangUp());
    this.#say("idle");
    if ("goesOn" in box.dataset) void this.begin();
    if (this.#isStaff) this.#stayHere();
  }

  async begin(): Promise<void> {
    if (this.#line) return;
    this.#say("asks");
    show(this.shown("no-microphone"), false);
    try {
      this.#own = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.#say("idle");
      show(this.shown("no-microphone"));
      return;
    }
    if (!this.#isStaff) {
      const rings = await fetch(this.address, { method: "POST" }).catch(() => undefined);
      if (!rings?.ok) {
        this.#quiet();
        this.#say("failed");
        return;
      }
      const ice = await rings.text().catch(() => "");
      if (ice) this.box.dataset.ice = ice;
    }
    show(this.shown("begin"), false);
    for (const mark of ["mute", "hold", "camera", "end"]) show(this.shown(mark));
    const { dataset } = this.box;
    const asks = this.#isStaff ? this.address : `${this.address}/now`;
    const line = new Line(asks, dataset.signals ?? `${this.address}/signals`, dataset.contact ?? "", Number(dataset.last ?? 0), {
      stands: (now) => this.#stands(now),
      lost: (lost) => {
        this.#lost = lost;
        this.#tellState();
      },
    });
    this.#line = line;
    const servers = JSON.parse(dataset.ice ?? "[]") as RTCIceServer[];
    this.#mesh = new Mesh(Number(dataset.me), this.#own, servers, {
      tell: (to, data) => line.tell(to, data),
      changed: () => this.#draw(),
    });
    const media = dataset.signals?.replace("/signals", "/media") ?? `${this.address}/media`;
    this.#mixed = new Mixed(this.#own, servers, media, dataset.contact ?? "", {
      changed: () => this.#reach(),
      sounds: (stream) => this.#together(stream),
    });
    void line.listen();
  }

  async #stands(now: Stands): Promise<void> {
    const before = this.#now?.state;
    this.#now = now;
    for (const { id, name } of now.peers) this.#names.set(id, name);
    show(this.shown("offer"), now.state === "waiting" && now.offered);
    const follow = this.shown("case");
    if (follow && now.follow) {
      follow.hidden = false;
      const link = follow.querySelector("a");
      if (link) link.href = now.follow;
    }
    if (now.state === "talking") {
      // Whoever has a line to the media server needs no other; what others tell who have none yet is for each other.
      if (now.media !== "mixed" || this.#mixed?.state !== "on") {
        for (const { from, data } of now.signals) await this.#mesh?.take(from, data);
      }
      this.#reach();
    }
    if (now.state === "waiting" && before === "talking") {
      this.#mixed?.end();
      this.#mesh?.people([]);
    }
    this.#captions?.stands(now.captions, this.#own);
    this.#recording?.stands(now.recording);
    if (ends(now.state)) this.#over();
    else this.#draw();
    if (this.#isStaff && before && now.state === "over") window.location.reload();
  }

  /** Reaches those in the call: each of them, or the media server. Until that is there, it stays as it was; without it, each. */
  #reach(): void {
    const now = this.#now;
    if (!now || now.state !== "talking") return;
    const all = now.peers.map(({ id }) => id);
    if (now.media === "mixed") {
      // It mixes sound alone.
      if (this.#film) void this.#camera();
      this.#mixed?.begin();
      if (this.#mixed?.state === "on") this.#mesh?.people([]);
      if (this.#mixed?.state === "failed") this.#mesh?.people(all);
    } else {
      this.#mixed?.end();
      this.#mesh?.people(all);
    }
    this.#draw();
  }

  #over(): void {
    this.#mixed?.end();
    this.#mesh?.end();
    this.#line?.end();
    this.#captions?.end();
    this.#recording?.end();
    this.#quiet();
    for (const mark of ["mute", "hold", "camera", "end", "sound", "begin"]) show(this.shown(mark), false);
    this.#draw();
    this.#say(this.#now?.state === "closed" ? "closed" : "over");
  }

  #quiet(): void {
    for (const track of this.#own?.getTracks() ?? []) track.stop();
    this.#film?.stop();
  }

  #say(what: string): void {
    const state = this.box.querySelector("#call-state");
    const text = this.box.dataset[what] ?? "";
    if (state && state.textContent !== text) state.textContent = text;
    this.box.dataset.state = what;
  }

  #tellState(): void {
    const state = this.#now?.state;
    if (!state || ends(state)) return;
    const held = this.#held || (this.#mesh?.others().some((other) => other.held) ?? false);
    if (this.#lost) this.#say("lost");
    else if (state === "talking" && held) this.#say("held");
    else this.#say(state);
  }

  /** All others as one, while the media server gives that. */
  #together(stream: MediaStream): void {
    const films = this.shown("films");
    films?.querySelector("audio")?.remove();
    const sound = document.createElement("audio");
    sound.autoplay = true;
    sound.srcObject = stream;
    films?.append(sound);
    sound.play().catch(() => show(this.shown("sound")));
    this.#draw();
  }

  /** How sound goes when there are more than three. */
  #drawMedia(isMixed: boolean): void {
    const media = this.#now?.state === "talking" ? this.#now.media : undefined;
    show(this.shown("mixed"), isMixed);
    show(this.shown("unmixed"), media === "mixed" && this.#mixed?.state === "failed");
    show(this.shown("crowded"), media === "crowded");
    if (this.#line && this.#now?.state === "talking") show(this.shown("camera"), media !== "mixed");
    const sound = this.shown("films")?.querySelector("audio");
    if (sound) sound.muted = this.#held;
    // It is there before the line is, and sounds only where it stands in the page.
    if (media !== "mixed") sound?.remove();
  }

  /** Who is there, with their sound, and their picture if they show one. */
  #draw(): void {
    this.#tellState();
    const isMixed = this.#mixed?.state === "on";
    this.#drawMedia(isMixed);
    const others = this.#mesh?.others() ?? [];
    this.#record(others);
    const list = this.shown("peers");
    if (list) {
      const lines = (this.#now?.peers ?? []).map(({ id, name }) => {
        const line = document.createElement("li");
        line.textContent = name;
        line.dataset.connected = String(isMixed || others.some((other) => other.id === id && other.connected));
        return line;
      });
      list.replaceChildren(...lines);
    }
    const films = this.shown("films");
    if (!films) return;
    for (const film of [...films.querySelectorAll<HTMLVideoElement>("video[data-peer]")]) {
      if (!others.some((other) => String(other.id) === film.dataset.peer && other.stream === film.srcObject)) film.remove();
    }
    for (const { id, stream, held } of others) {
      let film = films.querySelector<HTMLVideoElement>(`video[data-peer="${id}"]`);
      if (!film) {
        film = document.createElement("video");
        film.dataset.peer = String(id);
        film.autoplay = true;
        film.playsInline = true;
        film.srcObject = stream;
        films.append(film);
        film.play().catch(() => show(this.shown("sound")));
      }
      film.setAttribute("aria-label", this.#names.get(id) ?? "");
      film.muted = this.#held || held;
      film.hidden = !stream.getVideoTracks().some((track) => track.readyState === "live" && !track.muted);
    }
  }

  /** What a recording would hear. */
  #record(others: { stream: MediaStream; held: boolean }[]): void {
    const own = this.#own ? [this.#own] : [];
    const together = this.shown("films")?.querySelector("audio")?.srcObject;
    const theirs = this.#mixed?.state === "on" && together instanceof MediaStream ? [together] : others.map(({ stream }) => stream);
    const held = this.#held || others.some((other) => other.held);
    this.#recording?.hears([...own, ...theirs], held);
  }

  /** A browser may let no page sound before somebody has touched it. */
  #play(): void {
    show(this.shown("sound"), false);
    for (const film of this.box.querySelectorAll<HTMLMediaElement>("video, audio")) film.play().catch(() => show(this.shown("sound")));
  }

  #mute(): void {
    this.#muted = !this.#muted;
    this.#press("mute", this.#muted, "mute", "unmute");
    this.#sound();
  }

  #hold(): void {
    this.#held = !this.#held;
    this.#press("hold", this.#held, "hold", "unhold");
    this.#mesh?.hold(this.#held);
    this.#sound();
    this.#draw();
  }

  #sound(): void {
    for (const track of this.#own?.getTracks() ?? []) track.enabled = !this.#held && !(this.#muted && track.kind === "audio");
  }

  /** Off until somebody turns it on. */
  async #camera(): Promise<void> {
    const own = this.#own;
    if (!own || !this.#mesh) return;
    if (this.#film) {
      this.#film.stop();
      own.removeTrack(this.#film);
      this.#mesh.hide(this.#film);
      this.#film = undefined;
    } else {
      const film = await navigator.mediaDevices.getUserMedia({ video: true }).catch(() => undefined);
      const track = film?.getVideoTracks()[0];
      if (!track) return;
      this.#film = track;
      own.addTrack(track);
      this.#mesh.show(track);
      this.#sound();
    }
    this.#press("camera", this.#film !== undefined, "camera", "noCamera");
    this.#mirror();
  }

  /** One's own picture, for oneself. */
  #mirror(): void {
    const films = this.shown("films");
    films?.querySelector("video[data-own]")?.remove();
    if (!films || !this.#film) return;
    const film = document.createElement("video");
    film.dataset.own = "";
    film.muted = film.autoplay = film.playsInline = true;
    film.srcObject = new MediaStream([this.#film]);
    film.setAttribute("aria-hidden", "true");
    films.append(film);
  }

  #press(mark: string, is: boolean, off: string, on: string): void {
    const button = this.shown(mark);
    if (!button) return;
    button.setAttribute("aria-pressed", String(is));
    button.textContent = this.box.dataset[is ? on : off] ?? button.textContent;
  }

  async #hangUp(): Promise<void> {
    this.#line?.end();
    const done = await fetch(`${this.address}/end`, { method: "POST" }).catch(() => undefined);
    this.#over();
    // Where it is seen what comes of it, and what one thought of it is asked.
    if (done?.ok && done.redirected) window.location.assign(done.url);
  }

  /** What staff do beside the call does not end it: forms are sent from here, and what they changed is put in its place. */
  #stayHere(): void {
    document.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (event.defaultPrevented || this.#now?.state !== "talking" || !form.closest(".hd-case") || form.method !== "post") return;
      event.preventDefault();
      void this.#send(form, (event as SubmitEvent).submitter);
    });
  }

  async #send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) if (typeof value === "string") body.append(name, value);
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => undefined);
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [here, there] = [document, page].map((of) => of.querySelector(".hd-case"));
    const goesOn = page.querySelector("#call");
    if (!here || !there || !goesOn) {
      window.location.assign(answer.url);
      return;
    }
    for (const part of [...here.children]) if (part !== this.box) part.remove();
    let before = true;
    for (const part of [...there.children]) {
      if (part === goesOn) before = false;
      else if (before) this.box.before(part);
      else here.append(part);
    }
    document.dispatchEvent(new CustomEvent("htmx:after:swap"));
    const htmx = (window as { htmx?: { process(element: Element): void } }).htmx;
    htmx?.process(here);
    here.querySelector<HTMLElement>("[role=status], [role=alert]")?.focus();
  }
}

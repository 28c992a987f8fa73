const PAUSE_MS = 500;
const TRIES = 20;

/** The page of the contact that a call has become, beside the call: whatever is done there does not leave the page, and so not the call. */
export class Beside {
  #address = "";

  constructor(
    private readonly box: HTMLElement,
    private readonly talks: () => boolean,
  ) {
    box.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (event.defaultPrevented || form.method !== "post") return;
      event.preventDefault();
      void this.#send(form, event.submitter);
    });
  }

  /** It is there as soon as the exchange has told that somebody answered. */
  async show(contact: string): Promise<void> {
    const address = `/desk/hotline/${encodeURIComponent(contact)}`;
    this.#address = address;
    for (let n = 0; n < TRIES && this.#address === address; n += 1) {
      // Before it is there, its own address is that of nothing; the room names it.
      const room = await fetch("/desk/hotline/now").catch(() => undefined);
      if (room?.ok && (await room.text()).includes(`href="${address}"`)) {
        const answer = await fetch(address).catch(() => undefined);
        if (answer?.ok && this.#put(await answer.text())) return;
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }

  /** As it is now. */
  async renew(): Promise<void> {
    if (!this.#address || this.box.hidden) return;
    const answer = await fetch(this.#address).catch(() => undefined);
    if (answer?.ok) this.#put(await answer.text());
  }

  clear(): void {
    this.#address = "";
    this.box.replaceChildren();
    this.box.hidden = true;
  }

  #put(html: string): boolean {
    const page = new DOMParser().parseFromString(html, "text/html");
    const part = page.querySelector(".hd-case");
    if (!part) return false;
    // The room has these of its own.
    for (const own of part.querySelectorAll("[data-bell], .hd-held, .hd-case__back, [data-ringing]")) own.remove();
    for (const title of part.querySelectorAll("h1")) {
      const below = document.createElement("h2");
      below.append(...title.childNodes);
      title.replaceWith(below);
    }
    for (const link of part.querySelectorAll<HTMLAnchorElement>("a[href]")) if (!link.hash) link.target = "_blank";
    this.box.replaceChildren(document.adoptNode(part));
    this.box.hidden = false;
    document.dispatchEvent(new CustomEvent("htmx:after:swap"));
    return true;
  }

  async #send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) if (typeof value === "string") body.append(name, value);
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => undefined);
    if (!answer) return;
    if (!this.#put(await answer.text())) {
      if (this.talks()) void this.renew();
      else window.location.assign(answer.url);
      return;
    }
    this.box.querySelector<HTMLElement>("[role=status], [role=alert]")?.focus();
  }
}

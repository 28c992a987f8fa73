const SEEN = "hotline:seen";

/** The chats that one holds, with a mark where something was said that was not seen, and Alt+1…9 from one to the other. */
export class Held {
  readonly #said = new Map<string, number>();
  #seen: Record<string, number> = {};

  /** `open`: the chat that this page shows. */
  constructor(private readonly open: string) {
    try {
      this.#seen = JSON.parse(sessionStorage.getItem(SEEN) ?? "{}") as Record<string, number>;
    } catch {
      // What was seen is forgotten; then all of it is new.
    }
    for (const link of this.#links()) this.#said.set(link.dataset.held ?? "", Number(link.dataset.said));
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || !/^Digit[1-9]$/.test(event.code)) return;
      const link = this.#links()[Number(event.code.slice(-1)) - 1];
      if (!link) return;
      event.preventDefault();
      link.click();
    });
    document.addEventListener("visibilitychange", () => this.show());
    this.show();
  }

  /** So much was said by now in one of them. Whether somebody should look. */
  hears(contact: string, said: number): boolean {
    const before = this.#said.get(contact) ?? 0;
    this.#said.set(contact, said);
    this.show();
    return said > before && before > 0 && (document.hidden || contact !== this.open);
  }

  show(): void {
    const open = this.#said.get(this.open);
    if (open !== undefined && !document.hidden && open !== this.#seen[this.open]) {
      this.#seen[this.open] = open;
      try {
        sessionStorage.setItem(SEEN, JSON.stringify(this.#seen));
      } catch {
        // This page alone knows it.
      }
    }
    for (const link of this.#links()) {
      const contact = link.dataset.held ?? "";
      const said = Math.max(this.#said.get(contact) ?? 0, Number(link.dataset.said));
      const unread = contact === this.open && !document.hidden ? 0 : said - (this.#seen[contact] ?? 0);
      const mark = link.querySelector<HTMLElement>("[data-unread]");
      if (!mark) continue;
      mark.hidden = unread <= 0;
      mark.textContent = (mark.dataset.text ?? "{n}").replace("{n}", String(unread));
    }
  }

  #links(): HTMLAnchorElement[] {
    return [...document.querySelectorAll<HTMLAnchorElement>("a[data-held]")];
  }
}

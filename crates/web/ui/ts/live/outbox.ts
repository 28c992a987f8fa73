/** Something that was written and is not known to be said. Device and number make it one, however often it is sent. */
export interface Said {
  id: number;
  n: number;
  text: string;
}

interface Kept {
  items: Said[];
  draft: string;
}

const PREFIX = "chat:";

/**
 * What is on its way: one after the other, so that they arrive in their order. It outlives a reload in this tab, unless the
 * device keeps nothing.
 */
export class Outbox {
  readonly #key: string;
  #kept: Kept = { items: [], draft: "" };

  constructor(
    name: string,
    private readonly keeps: boolean,
  ) {
    this.#key = PREFIX + name;
    if (!keeps) return;
    try {
      this.#kept = (JSON.parse(sessionStorage.getItem(this.#key) ?? "null") as Kept | null) ?? this.#kept;
    } catch {
      // Nothing was kept, or nothing that can be read.
    }
  }

  get items(): readonly Said[] {
    return this.#kept.items;
  }

  get draft(): string {
    return this.#kept.draft;
  }

  set draft(text: string) {
    this.#kept.draft = text;
    this.#keep();
  }

  add(said: Said): void {
    this.#kept.items.push(said);
    this.#kept.draft = "";
    this.#keep();
  }

  /** It is said, or will not be: the one that was waited for. */
  take(id: number, n: number): Said | undefined {
    const at = this.#kept.items.findIndex((said) => said.id === id && said.n === n);
    const [taken] = at < 0 ? [] : this.#kept.items.splice(at, 1);
    this.#keep();
    return taken;
  }

  #keep(): void {
    if (!this.keeps) return;
    try {
      const empty = this.#kept.items.length === 0 && this.#kept.draft === "";
      if (empty) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // There is no room, or the browser keeps nothing: then this page alone knows it.
    }
  }
}

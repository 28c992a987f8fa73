import { unwired } from "./wired";

/** Asked no sooner than this after a key. */
const PAUSE = 250;
/** Fewer letters say too little. */
const FEWEST = 2;

/**
 * A box that shows what somebody may be looking for who is still typing. What is typed is posted, never part of an address.
 * Arrow keys go from the box into the list and back, Escape closes it.
 */
export function suggestions(root: ParentNode): void {
  for (const form of unwired<HTMLFormElement>(root, "data-suggest")) {
    const box = form.querySelector<HTMLInputElement>('input[type="search"]');
    const list = form.querySelector<HTMLElement>("[data-suggestions]");
    const said = form.querySelector<HTMLElement>("[data-found]");
    if (!box || !list) continue;
    let timer = 0;
    let asked: AbortController | undefined;
    const links = () => [...list.querySelectorAll<HTMLAnchorElement>("a")];
    const close = () => {
      window.clearTimeout(timer);
      asked?.abort();
      list.hidden = true;
    };
    const ask = async () => {
      asked?.abort();
      const text = box.value.trim();
      if (text.length < FEWEST) return close();
      asked = new AbortController();
      try {
        const body = new URLSearchParams({ text });
        const answer = await fetch(form.dataset.suggest ?? "", { method: "POST", body, signal: asked.signal });
        if (!answer.ok) return close();
        list.innerHTML = await answer.text();
        list.hidden = links().length === 0;
        if (said) said.textContent = list.hidden ? "" : (said.dataset.found ?? "");
      } catch {
        // Typed on meanwhile, or not connected: the box works without.
      }
    };
    box.addEventListener("input", (event) => {
      window.clearTimeout(timer);
      if (!(event as InputEvent).isComposing) timer = window.setTimeout(ask, PAUSE);
    });
    box.addEventListener("compositionend", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
    form.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const all = links();
      const at = all.indexOf(document.activeElement as HTMLAnchorElement);
      if (event.key === "Escape") {
        close();
        box.focus();
      } else if (event.key === "ArrowDown" && at < all.length - 1) all[at + 1]?.focus();
      else if (event.key === "ArrowUp" && at >= 0) (all[at - 1] ?? box).focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target as Node)) close();
    });
  }
}

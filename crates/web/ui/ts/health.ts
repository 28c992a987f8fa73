// The medical card: made of what is ticked, from the words that stand in the page. Nothing of it is sent, kept or put into the
// address; what is not on the screen any more is gone.

const page = document.querySelector<HTMLElement>("[data-medical]");
if (page) medical(page);

function medical(page: HTMLElement): void {
  const part = <T extends HTMLElement>(mark: string) => page.querySelector<T>(`[data-${mark}]`)!;
  const [list, side, card, empty] = ["list", "side", "card", "empty"].map((mark) => part(mark));
  const [large, copy] = [part<HTMLDialogElement>("large"), part("copy-of-card")];
  const lines = card.querySelector("dl")!;
  const written = [...list.querySelectorAll<HTMLInputElement>("input[type=text]")];
  const ticks = [...list.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];

  /** What is true of somebody, each under its name, in both languages. */
  function draw(): void {
    const own = written.flatMap((field) => {
      const words = document.createElement("span");
      words.dir = "auto";
      words.textContent = field.value.trim();
      return words.textContent === "" ? [] : [line(field.labels?.[0], [words])];
    });
    const terms = [...list.querySelectorAll("fieldset")].flatMap((group) => {
      const ticked = [...group.querySelectorAll<HTMLInputElement>("input:checked")];
      const words = ticked.map((tick) => pair(tick.labels?.[0]));
      return words.length === 0 ? [] : [line(group.querySelector("legend"), words)];
    });
    const all = [...own, ...terms];
    lines.replaceChildren(...all);
    card.hidden = all.length === 0;
    empty.hidden = all.length > 0;
  }

  function clear(): void {
    for (const field of written) field.value = "";
    for (const tick of ticks) tick.checked = false;
    large.close();
    copy.replaceChildren();
    draw();
  }

  page.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.type === "radio") card.dataset.size = target.value;
    if (target.type === "checkbox" && target.checked) untick(target);
    draw();
  });
  for (const field of written) field.addEventListener("input", draw);
  page.addEventListener("click", ({ target }) => {
    switch (target instanceof HTMLElement ? target.dataset.do : undefined) {
      case "large":
        copy.replaceChildren(...[...card.children].map((part) => part.cloneNode(true)));
        // The same words twice on a page bear their id once.
        for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
        large.showModal();
        break;
      case "close":
        large.close();
        break;
      case "clear":
        clear();
        list.querySelector("input")?.focus();
        break;
    }
  });
  // A dialog that is closed keeps nothing.
  large.addEventListener("close", () => copy.replaceChildren());

  card.dataset.size = "a6";
  side.hidden = false;
  part("jump").hidden = false;
  draw();
  // A browser may keep a page that is left, to bring it back as it was to whoever goes back on this device.
  window.addEventListener("pagehide", clear);
}

/** Unticks what cannot be true as well: of one group, the others where one at most can hold, and "none" beside any. */
function untick(ticked: HTMLInputElement): void {
  const group = ticked.closest("fieldset");
  const one = group?.hasAttribute("data-one");
  for (const other of group?.querySelectorAll<HTMLInputElement>("input:checked") ?? []) {
    if (other === ticked) continue;
    if (one || [ticked, other].some((tick) => tick.hasAttribute("data-none"))) other.checked = false;
  }
}

function line(name: Element | null | undefined, words: Node[]): HTMLDivElement {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  term.append(pair(name));
  const said = words.map((word) => {
    const said = document.createElement("dd");
    said.append(word);
    return said;
  });
  line.append(term, ...said);
  return line;
}

/** The words of a label in both languages. */
function pair(label: Element | null | undefined): Node {
  return label?.querySelector(".hl-pair")?.cloneNode(true) ?? document.createTextNode("");
}

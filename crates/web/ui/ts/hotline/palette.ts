/** `/` in an empty text opens what is ready: replies to put in, guides and places to show. */
export function palette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-palette]");
  const area = document.querySelector<HTMLTextAreaElement>("form[data-say] textarea");
  if (!dialog || !area) return;
  const search = dialog.querySelector<HTMLInputElement>("[data-palette-search]");
  const entries = [...dialog.querySelectorAll<HTMLButtonElement>("[data-entry]")];
  const shown = (): HTMLButtonElement[] => entries.filter((entry) => !entry.closest("li")?.hidden);
  const filter = (): void => {
    const words = (search?.value ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const text = (entry.textContent ?? "").toLocaleLowerCase();
      const item = entry.closest("li");
      if (item) item.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of dialog.querySelectorAll<HTMLElement>("[data-group]")) {
      group.hidden = group.querySelector("li:not([hidden])") === null;
    }
  };
  const open = (): void => {
    if (search) search.value = "";
    filter();
    dialog.showModal();
    search?.focus();
  };
  area.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.isComposing || area.value.trim() !== "") return;
    event.preventDefault();
    open();
  });
  const opener = document.querySelector<HTMLButtonElement>("[data-palette-open]");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
  search?.addEventListener("input", filter);
  dialog.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && at <= 0) search?.focus();
    else if (event.key === "ArrowUp") all[at - 1]?.focus();
    else if (event.key === "Enter" && document.activeElement === search) all[0]?.click();
    else return;
    event.preventDefault();
  });
  for (const entry of entries) {
    const { text } = entry.dataset;
    // A guide or a place is a form of its own, which is sent.
    if (text === undefined) continue;
    entry.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

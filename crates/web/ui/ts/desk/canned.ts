import { unwired } from "../parts/wired";

/** Puts a canned reply into its text, where the cursor stands, and shows what the resident will read. */
export function insertCanned(root: ParentNode): void {
  for (const block of unwired<HTMLElement>(root, "data-canned")) {
    const area = document.getElementById(block.dataset.canned ?? "") as HTMLTextAreaElement | null;
    const select = block.querySelector("select");
    const known = block.querySelector<HTMLElement>("[data-known]:not(option)");
    const shown = block.querySelector<HTMLElement>("[data-known-text]");
    if (!area || !select) continue;
    select.addEventListener("change", () => {
      const option = select.selectedOptions[0];
      if (!known || !shown) return;
      shown.textContent = option?.dataset.known ?? "";
      shown.lang = option?.dataset.knownTag ?? "";
      known.hidden = !option?.dataset.known;
    });
    block.querySelector("button")?.addEventListener("click", (event) => {
      const text = select.selectedOptions[0]?.dataset.text;
      event.preventDefault();
      if (!text) return;
      const gap = area.value.trim() === "" ? "" : "\n\n";
      if (gap === "") area.value = text;
      else area.setRangeText(gap + text, area.selectionEnd, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

import { unwired } from "../parts/wired";

/** Puts an earlier translation into the new one, where the cursor stands. */
export function insertSuggestions(root: ParentNode): void {
  // Whoever comes from one text to the next goes on writing.
  for (const form of unwired<HTMLFormElement>(root, "data-write")) form.querySelector("textarea")?.focus();
  for (const button of unwired<HTMLButtonElement>(root, "data-insert")) {
    const area = document.getElementById(button.dataset.insert ?? "") as HTMLTextAreaElement | null;
    const text = button.dataset.text;
    if (!area || !text) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

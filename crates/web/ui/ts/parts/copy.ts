import { unwired } from "./wired";

/** Buttons that copy the text of the element they name, and say so. */
export function copyButtons(root: ParentNode): void {
  for (const button of unwired<HTMLButtonElement>(root, "data-copy")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.textContent ?? "";
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.copy ?? "");
      try {
        await navigator.clipboard.writeText(from?.textContent?.trim() ?? "");
        button.textContent = button.dataset.copied ?? label;
        window.setTimeout(() => (button.textContent = label), 2500);
      } catch {
        if (from) window.getSelection()?.selectAllChildren(from);
      }
    });
  }
}

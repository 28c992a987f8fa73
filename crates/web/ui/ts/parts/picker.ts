import { unwired } from "./wired";

/** The language picker is a `details`; here it also closes on Escape and on a click elsewhere. */
export function pickers(root: ParentNode): void {
  for (const picker of unwired<HTMLDetailsElement>(root, "data-picker")) {
    document.addEventListener("click", (event) => {
      if (!picker.contains(event.target as Node)) picker.open = false;
    });
    picker.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !picker.open) return;
      picker.open = false;
      picker.querySelector("summary")?.focus();
    });
  }
}

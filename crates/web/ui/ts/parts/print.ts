import { unwired } from "./wired";

export function printButtons(root: ParentNode): void {
  for (const button of unwired<HTMLButtonElement>(root, "data-print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

import { unwired } from "../parts/wired";

/** Links to a form that is folded away: unfold it and begin. */
export function jumps(root: ParentNode): void {
  for (const link of unwired<HTMLAnchorElement>(root, "data-jump")) {
    link.addEventListener("click", (event) => {
      const form = document.getElementById(link.hash.slice(1));
      const folded = form?.closest("details");
      if (!form || !folded) return;
      event.preventDefault();
      folded.open = true;
      folded.scrollIntoView({ block: "start" });
      form
        .querySelector<HTMLElement>("textarea, select, input:not([type=hidden]), button")
        ?.focus({ preventScroll: true });
    });
  }
}

/** The elements under `root` with that mark that were not wired before. */
export function unwired<T extends HTMLElement>(root: ParentNode, mark: string): T[] {
  const found = [...root.querySelectorAll<T>(`[${mark}]`)].filter((element) => !element.dataset[`${camel(mark)}Wired`]);
  for (const element of found) element.dataset[`${camel(mark)}Wired`] = "yes";
  return found;
}

function camel(mark: string): string {
  return mark.replace(/^data-/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

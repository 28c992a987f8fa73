/** Whoever asks for a call-back is asked in their own time: as this device has it, unless they chose another. */
export function ownOffset(root: ParentNode): void {
  const select = root.querySelector<HTMLSelectElement>("select[data-offset]");
  const own = String(-new Date().getTimezoneOffset());
  if (select && [...select.options].some((option) => option.value === own)) select.value = own;
}

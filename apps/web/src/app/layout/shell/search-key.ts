const EDITABLE = 'input, textarea, select, [contenteditable]';

/** Whether this key press asks for the page's search: a bare `/` outside of fields and of composing text. */
export function asksForSearch(event: KeyboardEvent): boolean {
  if (event.key !== '/' || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !(event.target instanceof Element && event.target.closest(EDITABLE) !== null);
}

/** Puts the focus into the first search field below `root`; false when there is none. */
export function focusSearch(root: ParentNode): boolean {
  const field = root.querySelector<HTMLInputElement>('input[type="search"]');
  field?.focus();
  return field !== null;
}

import type { FieldTree, FormFieldBinding } from '@angular/forms/signals';

/** The control of the first refused field, in the order of the page; null when no control shows what is wrong. */
export function firstRefused(form: FieldTree<unknown>): FormFieldBinding | null {
  const bindings = form()
    .errorSummary()
    .flatMap(({ fieldTree }) => fieldTree().formFieldBindings());
  return bindings.sort((a, b) => (follows(a.element, b.element) ? 1 : -1))[0] ?? null;
}

/** Brings a control into sight with the focus; one in a folded section could take none. */
export function reveal(control: FormFieldBinding | null): void {
  for (let box = control?.element.closest('details'); box != null; box = box.parentElement?.closest('details')) {
    box.open = true;
  }
  control?.focus();
}

function follows(element: HTMLElement, other: HTMLElement): boolean {
  return (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}

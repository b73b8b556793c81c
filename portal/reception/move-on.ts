import type { KeyboardEvent } from 'react';

/** Fields a receptionist goes through; a group of choices counts once, by the one that is chosen or first. */
const FIELDS = 'input:not([type=hidden]):not(:disabled), textarea:not(:disabled), [data-step-end]';

/** Enter goes to the next field, Ctrl+Enter finishes. Enter in a text of several lines, on a button or in an open list stays what it is. */
export function moveOn(event: KeyboardEvent<HTMLElement>, finish: () => void): void {
  if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    return finish();
  }
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const fields = [...currentTarget.querySelectorAll<HTMLElement>(FIELDS)].filter((field) => field.offsetParent !== null && isStop(field, target));
  fields[fields.indexOf(target) + 1]?.focus();
}

function isStop(field: HTMLElement, from: HTMLElement): boolean {
  if (field === from) return true;
  if (field.dataset['passOver'] === 'true') return false;
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio') return true;
  if (from instanceof HTMLInputElement && from.type === 'radio' && from.name === field.name) return false;
  const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(field.name)}"]`)];
  return field === (group.find(({ checked }) => checked) ?? group[0]);
}

/** The first field that is marked as wrong. */
export const focusFirstFault = (form: HTMLElement | null): void => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();

import { useNavigate, useSearch } from '@tanstack/react-router';

type Value = string | number | boolean | undefined;

/** Filters, tabs and what is selected stand in the address, so that it can be kept, sent and gone back to. */
export function useAddress(): readonly [Readonly<Record<string, string | undefined>>, (change: Readonly<Record<string, Value>>, how?: { readonly keepHistory?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Record<string, Value>;
  const navigate = useNavigate();
  const values = Object.fromEntries(Object.entries(search).map(([key, value]) => [key, value === undefined || value === '' ? undefined : String(value)]));
  const change = (changed: Readonly<Record<string, Value>>, { keepHistory = true } = {}): void => {
    void navigate({ to: '.', search: (before: Record<string, Value>) => withoutEmpty({ ...before, ...changed }), replace: !keepHistory, resetScroll: false } as never);
  };
  return [values, change];
}

const withoutEmpty = (search: Record<string, Value>): Record<string, Value> => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));

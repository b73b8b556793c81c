import { useEffect, useRef, useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';

interface Printing {
  /** The receipt with its secret; undefined while it is not shown. */
  readonly printed: Schemas['Receipt'] | undefined;
  readonly busy: boolean;
  readonly error: unknown;
  /** Prints it anew, with another secret; null while the secret is shown. */
  readonly again: (() => void) | null;
}

/** Kept with the tab, so that a page that is loaded anew is the same printing. */
const keyOf = (reference: string): string => `receipt-print ${reference}`;

/**
 * The first look at an accepted dossier's receipt prints it: its secret is shown then, and never again. A receipt that was
 * printed before is shown without it, until somebody prints it anew.
 */
export function usePrinting(reference: string, receipt: Schemas['Receipt'] | undefined): Printing {
  const [asked, setAsked] = useState(false);
  const { mutate, data, error, isPending } = api.useMutation('post', '/v1/dossiers/{reference}/receipt/prints');
  const print = (key: string): void => {
    setAsked(true);
    sessionStorage.setItem(keyOf(reference), key);
    mutate({ params: { path: { reference }, header: { 'idempotency-key': key } } });
  };
  const accepted = receipt?.acceptedAt != null;
  const known = sessionStorage.getItem(keyOf(reference));
  const first = accepted && receipt.printed.length === 0;
  const begins = !asked && accepted && (first || known !== null);
  const begun = useRef(false);
  useEffect(() => {
    // An effect may run twice, and each printing makes the one before worthless.
    if (!begins || begun.current) return;
    begun.current = true;
    print(known ?? crypto.randomUUID());
  });
  // Somebody has printed it since: this tab's printing is over, which is no fault.
  const over = isPrintedSince(error);
  useEffect(() => {
    if (over) sessionStorage.removeItem(keyOf(reference));
  }, [over, reference]);
  return {
    printed: data,
    busy: begins || isPending,
    error: over ? null : error,
    again: accepted && data === undefined && !begins && !isPending ? () => print(crypto.randomUUID()) : null,
  };
}

const isPrintedSince = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'RECEIPT_PRINTED_SINCE';

import { Undeliverable } from '../subscriber';

/** A failure whose sentence is the program's own: it may be kept, for nothing of the message or of the answer is in it. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

/** Thrown by `deliver` when the other side wants nothing more at all: its reading stops until the subscriber is another one. */
export class SubscriberGone extends Error {
  override readonly name = 'SubscriberGone';
}

/**
 * What may be kept of a failure: our own sentences, the codes of the system. The words of another system may hold what it
 * was sent, an address or a name, so of its errors the kind alone is kept.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof DeliveryFailed || error instanceof Undeliverable) return `${error.name}: ${error.message}`.slice(0, 300);
  if (!(error instanceof Error)) return 'unknown failure';
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{2,40}$/.test(error.code) ? ` (${error.code})` : '';
  return `${error.name}${code}`.slice(0, 100);
}

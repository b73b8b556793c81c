import { refusal } from '../domain/errors';
import { Refused } from './problem';
import type { Caller } from './caller';

/** What an act or a submission is done as: who is asking, from which of their posts, and by whose hand. */
export interface ActingAs {
  readonly as: string;
  readonly post?: string;
  readonly operator?: string;
  /** An officer who was shown the receipt's secret shortly before. */
  readonly receiptSeenBy?: string;
}

/**
 * A person acts from their own posts, `post` picking one of them. An agency's system names the post of its agency it acts
 * from; a partner's system, a portal that hands in for applicants, and whoever holds the receipt, act as what they are.
 */
export function actingAs(caller: Caller, post: string | undefined): ActingAs {
  if (caller.kind === 'person') return { as: caller.signedIn.person, ...(post === undefined ? {} : { post }) };
  if (caller.kind === 'applicant') {
    return { as: 'applicant', ...(caller.receiptSeenBy === undefined ? {} : { receiptSeenBy: caller.receiptSeenBy }) };
  }
  if (caller.kind !== 'client') throw new Refused(refusal('SIGN_IN_NEEDED'));
  const { client } = caller;
  const operator = `client:${client.clientId}`;
  if (client.system !== null) return { as: `partner:${client.system}`, operator };
  const agency = post?.split('@')[1];
  if (post === undefined || agency === undefined || !client.agencies.includes(agency)) {
    throw new Refused(refusal('POST_NOT_HELD', { value: post ?? '–', held: client.agencies.map((code) => `…@${code}`).join(', ') || '–' }, 'as'));
  }
  return { as: post, operator };
}

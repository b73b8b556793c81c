import type { z } from 'zod';
import type { PersonSummary, PostingView } from '../../contracts/http/person';
import type { HeldPosting } from '../../db/people';
import type { Registered } from '../../db/reads/register';
import { timestamp, timestampOrNull } from './time';

export const postingView = ({ id, agency, role, kind, onBehalfOf, from, to }: HeldPosting): z.output<typeof PostingView> => ({
  id, post: `${role}@${agency}`, agency, role, kind, onBehalfOf, from: timestamp(from), to: timestampOrNull(to),
});

export const personSummary = ({ person, name }: Registered, postings: readonly HeldPosting[]): z.output<typeof PersonSummary> => ({ person, name, postings: postings.map(postingView) });

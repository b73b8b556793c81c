import { z } from 'zod';
import { refusal } from '../domain/errors';
import { Refused } from './problem';

/** Of every change of something people edit; the ETag that reading it gave. */
export const IfMatchHeader = z.object({ 'if-match': z.string().max(300).optional().describe('ETag of what was read') });

export const etagOf = (version: number | string): string => `"${version}"`;

/** Refuses a change of something that was not read (428), or that is no longer as it was read (412). */
export function mustMatch({ headers }: { readonly headers: { readonly 'if-match'?: string | undefined } }, version: number | string): void {
  const given = headers['if-match'];
  // "*" says that it may be anything: the writer has not looked.
  if (given === undefined || given.trim() === '' || given.trim() === '*') throw new Refused(refusal('IF_MATCH_MISSING', {}, 'header.if-match'));
  const tags = given.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!tags.includes(etagOf(version))) throw changedMeanwhile();
}

export const changedMeanwhile = (): Refused => new Refused(refusal('CHANGED_MEANWHILE', {}, 'header.if-match'));

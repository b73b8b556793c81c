import { confirmedSince } from '../../db/confirmations';
import { messageOf } from '../../domain/errors';
import { WAITS_MS } from '../../domain/second-person';
import { reorganiseAgencies } from '../../gateway/reorganise-agencies';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { EXIT, valueOf } from '../exit';
import { pairs } from '../input/pairs';
import { atTheDesk } from '../sources/at-the-desk';

export interface ReorganiseOptions {
  readonly assign?: readonly string[];
  readonly legalBasis: string;
}

/** `agencies reorganise`: open dossiers of agencies that no longer exist go to those that succeeded them. */
export async function agenciesReorganise(context: Context, { assign, legalBasis }: ReorganiseOptions): Promise<Shown> {
  const assigned = pairs(assign, 'assign', '"OLD=NEW"');
  return atTheDesk(context, async (desk) => {
    const wanted = { assigned, legalBasis: legalBasis.normalize('NFC') };
    // Once confirmed, the same command does it, and goes on where it was interrupted.
    if (!(await confirmedSince(desk.db, 'reorganisation', wanted, Date.now() - WAITS_MS))) {
      const { waits } = await byTwo(context, desk, 'reorganisation', wanted);
      if (waits) return waiting(context, waits);
    }
    const { moved, untouched, refused } = valueOf(await reorganiseAgencies(desk, wanted));
    return {
      json: { moved, untouched, refused: refused.map(({ dossierId, code, refusal }) => ({ dossierId, code, reason: refusal.code, message: messageOf(refusal) })) },
      text: () => [
        context.say({ en: `${moved} dossiers moved to successors, ${untouched} needed nothing`, vi: `${moved} hồ sơ đã chuyển, ${untouched} không cần chuyển` }),
        ...refused.map(({ dossierId, code, refusal }) => `${code ?? dossierId}: ${messageOf(refusal, context.language)}`),
      ].join('\n'),
      exitCode: refused.length === 0 ? EXIT.done : EXIT.failed,
    };
  });
}

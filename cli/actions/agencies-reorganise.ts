import { messageOf } from '../../domain/errors';
import { reorganiseAgencies } from '../../gateway/reorganise-agencies';
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
    const { moved, untouched, refused } = valueOf(await reorganiseAgencies(desk, { assigned, legalBasis: legalBasis.normalize('NFC') }));
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

import { findMoves } from '../../db/agency-moves';
import type { AgencyMove } from '../../db/agency-moves';
import { followAgencies } from '../../gateway/follow-agencies';
import { messageOf, refusal } from '../../domain/errors';
import type { ErrorCode } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { EXIT } from '../exit';
import { stamp } from '../render/when';
import { atTheDesk } from '../sources/at-the-desk';

/** `agencies finish`: goes on with versions that open dossiers have not followed to the end. */
export async function agenciesFinish(context: Context): Promise<Shown> {
  return atTheDesk(context, async (desk) => {
    let last: AgencyMove | undefined;
    for (let move = await next(); move; move = await next()) last = move;
    const waiting = (await findMoves(desk.db)).find(({ state }) => state !== 'done');
    const shown = last ?? waiting;
    if (shown) return movedShown(context, shown, { version: shown.version, already: true, line: '' });
    const { say } = context;
    return {
      json: { version: null },
      text: () => say({ en: 'every version has been followed to the end', vi: 'mọi phiên bản đã được thực hiện xong' }),
    };

    function next(): Promise<AgencyMove | undefined> {
      return followAgencies(desk, { onProgress: progressOf(context) });
    }
  });
}

interface Said {
  readonly version: number;
  readonly already: boolean;
  readonly line: string;
}

/** How far a version has been followed, and what could not be moved. */
export function movedShown(context: Context, move: AgencyMove | undefined, { version, already, line }: Said): Shown {
  const { say, language } = context;
  const { state = null, total = 0, done = 0, moved = 0, refused = [] } = move ?? {};
  const isFuture = move === undefined;
  const numbers = isFuture
    ? say({
        en: 'open dossiers follow by themselves on its day; "agencies versions" says how far that has come',
        vi: 'hồ sơ đang mở tự chuyển theo từ ngày có hiệu lực; "agencies versions" cho biết tiến độ',
      })
    : say({
        en: `${Math.min(done, total)} of ${total} open dossiers looked at, ${moved} moved`,
        vi: `đã xét ${Math.min(done, total)}/${total} hồ sơ đang mở, chuyển ${moved} hồ sơ`,
      });
  return {
    json: { version, already, state, total, done, moved, refused, beginsAt: move ? stamp(move.beginsAt) : null },
    text: () =>
      [
        ...(line === '' ? [] : [line]),
        numbers,
        ...refused.map(({ dossierId, code, reason, details }) => {
          return `${code ?? dossierId}: ${messageOf(refusal(reason as ErrorCode, details), language)}`;
        }),
      ].join('\n'),
    exitCode: refused.length === 0 ? EXIT.done : EXIT.failed,
  };
}

export const progressOf = (context: Context) => {
  let last = 0;
  return ({ done, total }: { readonly done: number; readonly total: number }): void => {
    if (Date.now() - last < 1_000 && done < total) return;
    last = Date.now();
    context.remark({ en: `${done} of ${total} open dossiers looked at`, vi: `đã xét ${done}/${total} hồ sơ đang mở` });
  };
};

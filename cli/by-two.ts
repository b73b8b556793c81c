import type { Kysely } from 'kysely';
import { logAccess } from '../db/access-log';
import type { Confirmation } from '../db/confirmations';
import type { InstallationClock } from '../db/installation-clock';
import type { Schema } from '../db/schema';
import type { ConfirmationKind } from '../domain/second-person';
import { confirm, propose, whyNotDecide } from '../gateway/second-person/confirmations';
import type { Confirmed, DecisionDesk } from '../gateway/second-person/confirmations';
import type { Payloads } from '../gateway/second-person/deed-of';
import type { Context, Shown } from './context';
import { EXIT, valueOf } from './exit';

interface Place {
  readonly db: Kysely<Schema>;
  readonly clock: InstallationClock;
}

/** Where the operator proposes and decides: under their own name, and written down. */
export const operatorsDesk = (context: Context, { db, clock }: Place, tellsItself = false): DecisionDesk => ({
  db,
  clock,
  tellsItself,
  by: context.operator,
  log: (trx, detail) =>
    logAccess(trx, { at: clock.now(), who: context.operator, action: 'administration', route: `lienthong ${context.command}`, detail }),
});

export type ByTwo = { readonly waits: Confirmation } | { readonly waits: null; readonly done: Confirmed };

/**
 * Proposes what wants a second person. As long as two people could not decide it between them, the operator confirms it at once, and
 * everybody who has a say is told.
 */
export async function byTwo<K extends ConfirmationKind>(
  context: Context,
  place: Place,
  kind: K,
  payload: Payloads[K],
): Promise<ByTwo> {
  const desk = operatorsDesk(context, place, kind === 'calendar');
  const proposed = valueOf(await propose(desk, kind, payload));
  if (await whyNotDecide(desk, place.db, proposed)) return { waits: proposed };
  const done = valueOf(await confirm(desk, proposed.id));
  context.remark({
    en:
      `fewer than two people could decide this: confirmed by ${context.operator} alone, written down and ` +
      `told to whoever has a say`,
    vi:
      `chưa đủ hai người có thể quyết định: ${context.operator} tự xác nhận; việc này được ghi nhật ký và ` +
      `báo cho những người có thẩm quyền`,
  });
  return { waits: null, done };
}

/** What a command shows that only proposed. */
export const waiting = (context: Context, { id, summary }: Confirmation): Shown => ({
  json: { waits: true, confirmation: id, summary },
  text: () =>
    [
      context.say(summary),
      context.say({
        en: `waits for a second person: /confirmations in the portal, request ${id}; nothing is done until then`,
        vi: `chờ người thứ hai xác nhận: trang /confirmations, đề nghị ${id}; chưa có gì được thực hiện`,
      }),
    ].join('\n'),
  exitCode: EXIT.waits,
});

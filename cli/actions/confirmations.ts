import { confirmationsIn } from '../../db/confirmations';
import type { Confirmation } from '../../db/confirmations';
import { refusal } from '../../domain/errors';
import { confirm, refuseProposal, whyNotDecide } from '../../gateway/second-person/confirmations';
import { operatorsDesk } from '../by-two';
import type { Context, Shown } from '../context';
import { Refused, valueOf } from '../exit';
import { parseReason } from '../input/people-fields';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

interface ListOptions {
  readonly decided?: boolean;
  readonly limit: number;
}

/** `confirmations list`: what waits for a second person, or what was decided last. */
export const confirmationsList = (context: Context, { decided = false, limit }: ListOptions): Promise<Shown> =>
  withRecords(
    context,
    async ({ db, clock }) => {
      const { say, language } = context;
      const desk = operatorsDesk(context, { db, clock });
      const found = await confirmationsIn(db, decided ? 'decided' : 'open', limit);
      const items = await Promise.all(
        found.map(async (each) => ({ each, operatorMay: !decided && (await whyNotDecide(desk, db, each)) === undefined })),
      );
      const line = ({ each, operatorMay }: (typeof items)[number]): string => {
        const decision = decided ? `${each.state} ${each.decidedBy ?? ''}${each.reason === null ? '' : `: ${each.reason}`}` : '';
        const alone = operatorMay ? say({ en: '  (the operator may)', vi: '  (người vận hành được xác nhận)' }) : '';
        const head = `${each.id}  ${each.proposedBy}  ${when(each.proposedAt, language)}  ${decision}${alone}`;
        return `${head}\n    ${say(each.summary)}`;
      };
      return {
        json: { confirmations: items.map(({ each, operatorMay }) => ({ ...shown(each), operatorMay })) },
        text: () => items.map(line).join('\n') || say({ en: 'nothing waits', vi: 'không có đề nghị nào' }),
      };
    },
    'recorder',
  );

/** `confirmations confirm`: the operator's, as long as two people could not. */
export const confirmationsConfirm = (context: Context, _: object, id = ''): Promise<Shown> =>
  withRecords(
    context,
    async ({ db, clock }) => {
      const { confirmation, secret = null } = valueOf(await confirm(operatorsDesk(context, { db, clock }), parseId(id)));
      const { say } = context;
      return {
        json: { ...shown(confirmation), secret },
        text: () =>
          [
            say({
              en: `done, confirmed by ${context.operator}: ${confirmation.summary.en}`,
              vi: `đã thực hiện, ${context.operator} xác nhận: ${confirmation.summary.vi}`,
            }),
            ...(secret === null ? [] : [say({ en: `shown this once: ${secret}`, vi: `chỉ hiện một lần: ${secret}` })]),
          ].join('\n'),
      };
    },
    'recorder',
  );

/** `confirmations refuse`: nothing is done, and whoever proposed it is told. */
export const confirmationsRefuse = (context: Context, options: { readonly because: string }, id = ''): Promise<Shown> =>
  withRecords(
    context,
    async ({ db, clock }) => {
      const desk = operatorsDesk(context, { db, clock });
      const refused = valueOf(await refuseProposal(desk, parseId(id), parseReason(options.because)));
      return {
        json: shown(refused),
        text: () => context.say({ en: `refused: ${refused.summary.en}`, vi: `đã từ chối: ${refused.summary.vi}` }),
      };
    },
    'recorder',
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function parseId(id: string): string {
  if (UUID.test(id)) return id.toLowerCase();
  throw new Refused(refusal('CONFIRMATION_UNKNOWN', { value: id }, 'id'));
}

const shown = (
  { id, kind, summary, concerns, proposedBy, proposedAt, expiresRealAt, state, decidedBy, decidedHow, reason }: Confirmation,
) => ({
  id,
  kind,
  summary,
  concerns,
  proposedBy,
  proposedAt: stamp(proposedAt),
  expires: stamp(expiresRealAt),
  state,
  decidedBy,
  decidedHow,
  reason,
});

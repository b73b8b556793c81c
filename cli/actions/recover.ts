import { setTimeout as sleep } from 'node:timers/promises';
import { beginReconciliation, findReconciliation, reconciledCounts, reconciledEntries } from '../../db/reconciliations';
import type { ReconciledEntry } from '../../db/reconciliations';
import { openHeadCount } from '../../db/reads/heads';
import type { OpenDesk } from '../../gateway/open-desk';
import { startReconciling } from '../../gateway/reconcile';
import type { Context, Shown } from '../context';
import { EXIT, Failed } from '../exit';
import { atTheDesk } from '../sources/at-the-desk';
import { table } from '../render/table';

export interface RecoverOptions {
  readonly all?: boolean;
  readonly report?: number;
}

const LOOK_EVERY_MS = 1_000;
/** Outcomes of which a person must know: what came back, and what did not. */
const NAMED = ['started', 'followed', 'completed', 'lost', 'unreadable', 'unknown'];
/** What a person must mend. */
const NOT_WELL = ['lost', 'unreadable', 'unknown'];

/**
 * `recover --all`: every dossier's log and workflow compared and brought together. Interrupted, the same command goes
 * on.
 */
export async function recover(context: Context, { all, report }: RecoverOptions): Promise<Shown> {
  if ((all === undefined) === (report === undefined)) {
    throw new Failed({ en: 'say either --all, or --report NUMBER', vi: 'hãy nêu --all hoặc --report SỐ' });
  }
  return atTheDesk(context, async (desk) => {
    const reconciliation = report ?? (await beginReconciliation(desk.db, 'asked', { by: context.operator }));
    if (report === undefined) await follow(context, desk, reconciliation);
    return shown(context, desk, reconciliation);
  });
}

async function follow(context: Context, desk: OpenDesk, reconciliation: number): Promise<void> {
  let failure: unknown;
  let over = false;
  const working = startReconciling(desk.client)
    .catch((error: unknown) => (failure = error))
    .finally(() => (over = true));
  const total = await openHeadCount(desk.db);
  for (let told = ''; !over;) {
    await Promise.race([working, sleep(LOOK_EVERY_MS)]);
    const done = Object.values(await reconciledCounts(desk.db, reconciliation)).reduce((sum, n) => sum + n, 0);
    const line = `${done} / ${total}`;
    if (line !== told) context.remark({ en: `compared ${line} dossiers`, vi: `đã đối chiếu ${line} hồ sơ` });
    told = line;
  }
  if (failure !== undefined) throw failure;
}

async function shown(context: Context, { db }: OpenDesk, reconciliation: number): Promise<Shown> {
  const found = await findReconciliation(db, reconciliation);
  if (!found)
    throw new Failed({
      en: `there is no comparison ${reconciliation}`,
      vi: `không có lần đối chiếu ${reconciliation}`,
    });
  const unfinished = found.finishedRealAt === null ? { en: ', not finished', vi: ', chưa xong' } : { en: '', vi: '' };
  const counts = await reconciledCounts(db, reconciliation);
  const entries = await reconciledEntries(db, reconciliation, NAMED);
  const bad = entries.filter(
    ({ outcome, detail }) =>
      NOT_WELL.includes(outcome) || 'applicantLost' in detail || 'textsLost' in detail || 'filesLost' in detail,
  );
  return {
    json: { ...found, counts, lost: entries.filter(({ outcome }) => NOT_WELL.includes(outcome)), dossiers: entries },
    text: () =>
      [
        context.say({
          en: `comparison ${reconciliation} (${found.reason})${unfinished.en}: ${summary(counts)}`,
          vi: `lần đối chiếu ${reconciliation} (${found.reason})${unfinished.vi}: ${summary(counts)}`,
        }),
        ...(entries.length === 0 ? [] : [table(entries.map(row))]),
        ...(bad.length === 0
          ? []
          : [
              context.say({
                en: `${bad.length} of them need a person: see "detail"`,
                vi: `${bad.length} hồ sơ cần người xử lý: xem "detail"`,
              }),
            ]),
      ].join('\n'),
    exitCode: bad.length === 0 ? EXIT.done : EXIT.failed,
  };
}

const summary = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([outcome, n]) => `${n} ${outcome}`)
    .join(', ') || '0';

/** By dossier, last event and person, so that somebody can call them. */
const row = ({ dossierId, code, outcome, seq, applicant, detail }: ReconciledEntry): string[] => [
  code ?? dossierId,
  outcome,
  String(seq),
  applicant ?? '–',
  Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' '),
];

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../domain/canonical-json';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { FindingKind, TamperFinding } from '../../domain/verification/finding';
import type { Schema } from '../schema';
import { dossierIdOf } from '../submit-once';
import type { Evidence } from './evidence';
import { place } from './place';
import type { Place } from './place';

/** What else is kept of a dossier, and says again what its log says. */
export const checkBeside = (evidence: Evidence, events: readonly LoggedEvent[]): readonly Place[] => [
  ...checkHead(evidence, events),
  ...checkCodes(evidence, events),
  ...checkSubmission(evidence, events),
];

function checkHead({ head }: Evidence, events: readonly LoggedEvent[]): readonly Place[] {
  const isClosed = events.some(({ payload }) => payload.type === 'DossierArchived');
  return head?.closed === isClosed ? [] : [place('head-wrong', head?.seq ?? null, 'closed')];
}

/** A code that was reserved and not used means nothing; one that the log has was reserved for this dossier. */
function checkCodes({ codes, codeOfAnother }: Evidence, events: readonly LoggedEvent[]): readonly Place[] {
  return events.flatMap(({ seq, payload }) => {
    if (payload.type !== 'DossierAccepted' || payload.code === codeOfAnother) return [];
    return codes.some(({ code }) => code === payload.code) ? [] : [place('code-row', seq, payload.code)];
  });
}

/** With what a submission was stored and started, from which a lost workflow is started again. */
function checkSubmission({ dossierId, submission }: Evidence, events: readonly LoggedEvent[]): readonly Place[] {
  const first = events[0];
  if (first?.payload.type !== 'DossierSubmitted') return [];
  if (submission === undefined) return [place('submission-row', 1, 'missing')];
  const { input = {} } = submission.input as { readonly input?: Readonly<Record<string, unknown>> };
  const { procedureCode, procedureVersion, agenciesVersion, receivingUnit, place: where } = first.payload;
  const said = {
    procedureCode,
    procedureVersion,
    ...(agenciesVersion === undefined ? {} : { agenciesVersion }),
    receivingUnit,
    place: where,
    ...openingOf(first.command),
  };
  const found = Object.entries({ ...said, dossierId })
    .filter(([name, value]) => input[name] !== undefined && canonicalJson(input[name]) !== canonicalJson(value))
    .map(([name]) => place('submission-row', 1, name));
  const isItsOwn = dossierIdOf(submission.idempotency_key) === dossierId && submission.unit === receivingUnit;
  return isItsOwn ? found : [...found, place('submission-row', 1, 'idempotency_key')];
}

function openingOf(command: unknown) {
  const { channel, facts } = command as { readonly channel?: unknown; readonly facts?: unknown };
  return { ...(channel === undefined ? {} : { channel }), ...(facts === undefined ? {} : { facts }) };
}

const found = (kind: FindingKind, detail: string): TamperFinding => ({
  kind,
  dossierId: null,
  code: null,
  seq: null,
  detail,
});

/** No series may give a code that it has given before. */
export async function checkSeries(db: Kysely<Schema>): Promise<readonly TamperFinding[]> {
  const { rows } = await sql<{ series: string }>`
    select c.unit || ' ' || c.date as series from dossier_codes c left join code_series s using (unit, date)
     group by c.unit, c.date, s.last having coalesce(s.last, 0) < max(c.number)
     order by 1 limit 1000`.execute(db);
  return rows.map(({ series }) => found('code-series', series));
}

/** From when to when a version of a procedure is in force: as published, or as ended by a decision or its successor. */
export async function checkCatalogue(db: Kysely<Schema>): Promise<readonly TamperFinding[]> {
  const { rows } = await sql<{ detail: string }>`
    with dated as (
      select code, version, effective_from, effective_to,
             (body ->> 'effectiveFrom')::date as said_from, (body ->> 'effectiveTo')::date as said_to
        from procedures
    ), ended as (
      select code, version, effective_to from procedure_endings
    )
    select p.code || '@' || p.version
           || case when p.effective_from is distinct from p.said_from then ' effective_from' else ' effective_to' end as detail
      from dated p
     where p.effective_from is distinct from p.said_from
        or p.effective_to is distinct from p.said_to
           and not exists (select from ended e
                            where (e.code, e.version, e.effective_to) = (p.code, p.version, p.effective_to))
           and not exists (select from dated n
                            where n.code = p.code and n.version > p.version and n.said_from = p.effective_to)
        or p.effective_to is null
           and exists (select from ended e where (e.code, e.version) = (p.code, p.version))
     order by 1`.execute(db);
  return rows.map(({ detail }) => found('catalogue-row', detail));
}

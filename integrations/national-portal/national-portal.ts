import type { Kysely } from 'kysely';
import { synchronisationId } from '../../domain/dossier/engine-ids';
import type { z } from 'zod';
import { PORTAL_SERVICES, PortalDossier, PortalProgress } from '../../contracts/national-portal';
import { logAccess } from '../../db/access-log';
import { eventsOf } from '../../db/reads/history-of';
import { officerNames } from '../../db/reads/officer-names';
import { portalApplicant } from '../../db/reads/portal-applicant';
import { openingOf } from '../../db/reads/rebuild-dossier';
import type { Schema } from '../../db/schema';
import { textsOf } from '../../db/store-text';
import type { Instant } from '../../domain/calendar/calendar';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { nationalStatus } from '../../domain/dossier/national-status';
import { ENGINE_PARTS } from '../../domain/person-id';
import { Undeliverable } from '../subscriber';
import type { OutgoingEvent, Subscriber } from '../subscriber';
import { applicantFields, dossierFacts } from './dossier-message';
import { beforeLastCommand, pagesOf } from './pages';
import type { Page } from './pages';
import { PortalFailure } from './portal-client';
import type { PortalClient } from './portal-client';
import { officersIn, progressRows } from './progress-rows';

/** How far the portal has come with a dossier: what the act `report-sync` says. */
export interface SyncReport {
  readonly dossierId: string;
  /** The same for the same report, so that a repeat is one act. */
  readonly commandId: string;
  readonly acknowledgedSeq: number;
  /** A code without anything personal; null when the portal is in step. */
  readonly failure: string | null;
}

export interface NationalPortalDependencies {
  /** In the relay's role. */
  readonly db: Kysely<Schema>;
  readonly portal: PortalClient;
  /** Official time. */
  readonly now: () => Instant;
  /** Puts `report-sync` before the dossier, by the partner `national-portal`. Resolves also where the dossier is closed. */
  readonly reportSync: (report: SyncReport) => Promise<void>;
}

const NAME = ENGINE_PARTS.nationalPortal;
/** The portal takes no more progress rows at once. */
const ROWS_AT_ONCE = 10;
/** A blip is nothing for a legal log: the failure is reported from this attempt on. */
const ATTEMPTS_BEFORE_REPORT = 3;

/**
 * Keeps the national portal's view of each dossier in step: after every command that changed it, the dossier as it stood
 * then, and a row for each transition of a step. All of it is computed from the log, so that a later state never
 * overtakes an earlier one and a repeat says the same.
 */
export function createNationalPortal({ db, portal, now, reportSync }: NationalPortalDependencies): Subscriber {
  async function tell(message: OutgoingEvent, pages: readonly Page[], signal: AbortSignal): Promise<void> {
    const { dossierId, seq } = message;
    await logAccess(db, {
      at: now(),
      who: NAME,
      action: 'read-personal-data',
      dossier_id: dossierId,
      detail: PORTAL_SERVICES.dossier,
      correlation_id: `${dossierId}/${seq}`,
    });
    const facts = dossierFacts(pages, await textsOf(db, dossierId));
    if (!facts) return;
    const known = dossierFacts(pages.slice(0, beforeLastCommand(pages)), new Map()) !== undefined;
    // What happened before the portal knew of the dossier is told with it.
    const from = known ? beforeLastCommand(pages) : 0;
    const rows = progressRows({ portalId: facts.MaHoSo, pages, from, names: await officerNames(db, officersIn(pages.slice(from))) });
    const applicant = await portalApplicant(db, dossierId);
    if (!applicant) throw new Undeliverable(`the applicant of dossier ${dossierId} is not known (any more)`);
    const dossier = checked(PortalDossier.safeParse({ ...facts, ...applicantFields(applicant) }));
    await portal.send(PORTAL_SERVICES.dossier, [dossier], { known, signal });
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
      const chunk = rows.slice(i, i + ROWS_AT_ONCE).map((row) => checked(PortalProgress.safeParse(row)));
      await portal.send(PORTAL_SERVICES.progress, chunk, { known: false, signal });
    }
  }

  return {
    name: NAME,
    // Its own report would be answered by another one, for ever.
    wants: (message) => message.kind === 'event' && message.event.type !== 'SyncReported',
    async deliver(message, { number, signal }) {
      if (message.kind !== 'event') return;
      const { dossierId, seq } = message;
      const events = await eventsOf(db, dossierId);
      // A command's last event speaks for all of them.
      if (events[seq]?.commandId === message.event.commandId) return;
      const opening = await openingOf(db, dossierId, events[0]);
      if (!opening) throw new Undeliverable(`the log of dossier ${dossierId} does not begin with its submission`);
      const pages = pagesOf(opening, events.slice(0, seq));
      if (!isNews(pages)) return;
      const sync = lastSync(events);
      const report = async (acknowledgedSeq: number, failure: string | null): Promise<void> => {
        // Nothing more is recorded in an archived dossier.
        if (events.some(({ type }) => type === 'DossierArchived')) return;
        await reportSync({ dossierId, commandId: synchronisationId(NAME, seq, failure !== null), acknowledgedSeq, failure });
      };
      try {
        await tell(message, pages, signal);
      } catch (error) {
        const lasting = error instanceof Undeliverable || number >= ATTEMPTS_BEFORE_REPORT;
        // The failure itself is what counts; where it cannot be reported now, the next attempt does.
        if (lasting && sync.failure === null && !signal.aborted) await report(sync.acknowledgedSeq, codeOf(error)).catch(() => undefined);
        throw error;
      }
      if (sync.failure !== null || (sync.acknowledgedSeq < seq && hasMoved(pages))) await report(seq, null);
    },
  };
}

/** Whether the last command changed anything that the portal shows. */
function isNews(pages: readonly Page[]): boolean {
  const from = beforeLastCommand(pages);
  const [before, after] = [dossierFacts(pages.slice(0, from), new Map()), dossierFacts(pages, new Map())];
  if (after === undefined) return false;
  return JSON.stringify(before) !== JSON.stringify(after) || progressRows({ portalId: after.MaHoSo, pages, from, names: new Map() }).length > 0;
}

/** One report for each status is enough for the log; each step of the way need not stand there twice. */
function hasMoved(pages: readonly Page[]): boolean {
  const before = pages[beforeLastCommand(pages) - 1]?.after;
  const after = pages.at(-1)?.after;
  return after !== undefined && (before === undefined || nationalStatus(before) !== nationalStatus(after));
}

function lastSync(events: readonly LoggedEvent[]): { readonly acknowledgedSeq: number; readonly failure: string | null } {
  const reports = events.flatMap(({ payload }) => (payload.type === 'SyncReported' ? [payload] : []));
  return { acknowledgedSeq: Math.max(0, ...reports.map((report) => report.acknowledgedSeq)), failure: reports.at(-1)?.failure ?? null };
}

const codeOf = (error: unknown): string =>
  error instanceof PortalFailure ? error.code : error instanceof Undeliverable ? 'undeliverable' : 'internal';

/** What the contract cannot carry helps nobody tomorrow either; the fields are named, their values are not. */
function checked<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  throw new Undeliverable(`the national portal's contract does not take: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
}

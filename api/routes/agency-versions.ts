import { ConfirmationView } from '../../contracts/http/confirmation';
import { z } from 'zod';
import { loadTopology } from '../../contracts/agencies';
import {
  AgencyFilesGiven,
  AgencyPreviewView,
  AgencyVersionGiven,
  AgencyVersionList,
  AgencyVersionNumber,
  AgencyVersionView,
} from '../../contracts/http/agency-version';
import { findMove, findMoves } from '../../db/agency-moves';
import type { AgencyMove } from '../../db/agency-moves';
import { agencyVersions, findAgencies } from '../../db/catalogue';
import type { AgencyVersion } from '../../db/catalogue';
import type { GivenAgencies } from '../../domain/agency/judge-publication';
import { publicationIn } from '../../domain/agency/publication';
import type { Topology } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { messageOf, refusal } from '../../domain/errors';
import type { ErrorCode } from '../../domain/errors';
import { previewAgencies } from '../../gateway/change-agencies';
import type { AgencyPreview, ConcernedAgency } from '../../gateway/change-agencies';
import { PUBLISHERS, officeDb } from '../administration';
import { guarded } from '../answers';
import type { Api, ApiContext } from '../context';
import { IfMatchHeader, etagOf, mustMatch } from '../if-match';
import type { Language } from '../language';
import { Refused, valueOf } from '../problem';
import { answerProposed } from '../second-person';
import { timestamp } from '../views/time';

const tags = ['catalogue'];
const config = { access: PUBLISHERS };
/** The catalogue's own files have 40 KB together. */
const FILES_LIMIT = 4 * 1024 * 1024;
const MOST_SHOWN = 500;

export async function agencyVersionRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/agency-versions',
    {
      config,
      schema: {
        tags,
        summary: 'Every published version of the agencies, the newest first',
        response: guarded({ 200: AgencyVersionList }),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const [versions, moves] = await Promise.all([agencyVersions(db), findMoves(db)]);
      reply.header('etag', etagOf(versions[0]?.version ?? 0));
      const moveOf = (version: number) => moves.find((each) => each.version === version);
      const now = context.clock.now();
      return { items: versions.map((each) => versionView(each, moveOf(each.version), now, request.language)) };
    },
  );

  app.get(
    '/v1/agency-versions/:version',
    {
      config,
      schema: {
        tags,
        summary: 'A version of the agencies: why it was published, and how far open dossiers have followed',
        params: z.object({ version: AgencyVersionNumber }),
        response: guarded({ 200: AgencyVersionView }, 404),
      },
    },
    async (request) => {
      const db = officeDb(context, request);
      const { version } = request.params;
      const found = (await agencyVersions(db)).find((each) => each.version === version);
      if (!found) throw new Refused(refusal('AGENCY_VERSION_UNKNOWN', { value: version }, 'path.version'));
      return versionView(found, await findMove(db, version), context.clock.now(), request.language);
    },
  );

  app.post(
    '/v1/agency-versions/preview',
    {
      config,
      bodyLimit: FILES_LIMIT,
      schema: {
        tags,
        summary: 'Check files of agencies, and say who would be concerned; nothing is published',
        description: 'Mistakes are named with file and line. Counts are of the whole province, whoever asks.',
        body: AgencyFilesGiven,
        response: guarded({ 200: AgencyPreviewView }, 409, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const { version } = await newestOf(db);
      reply.header('etag', etagOf(version));
      const loaded = loadTopology(request.body.files);
      if (!loaded.ok) return { ...NOTHING, version, problems: loaded.problems.map((each) => ({ ...each })) };
      const given = givenOf(request.body, loaded.topology, context.clock.now());
      return previewView(valueOf(await previewAgencies({ db, clock: context.clock }, given)), request.language);
    },
  );

  app.post(
    '/v1/agency-versions',
    {
      config,
      bodyLimit: FILES_LIMIT,
      schema: {
        tags,
        summary: 'Publish the next version of the agencies, or correct the present one',
        description:
          'Waits for a second person. Confirmed, posts, clients and open dossiers follow, each dossier by an event that ' +
          'says why; how far that has come stands with the version. If-Match is the ETag of the list of versions.',
        headers: IfMatchHeader,
        body: AgencyVersionGiven,
        response: guarded({ 202: ConfirmationView }, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const { version: onVersion } = await newestOf(db);
      mustMatch(request, onVersion);
      const topology = topologyOrRefused(request.body.files);
      const { legalBasis } = request.body;
      const now = context.clock.now();
      const given = givenOf(request.body, topology, now);
      const preview = valueOf(await previewAgencies({ db, clock: context.clock }, given));
      if (preview.unchanged) throw new Refused(refusal('AGENCIES_UNCHANGED', { version: onVersion }, 'body.files'));
      return reply.code(202).send(
        await answerProposed(context, request, reply, 'agencies', { ...given, legalBasis, onVersion }),
      );
    },
  );
}

const NOTHING = { problems: [], unchanged: false, concerned: 0, agencies: [], obstacle: null };

async function newestOf(db: Parameters<typeof findAgencies>[0]): Promise<{ readonly version: number }> {
  const found = await findAgencies(db);
  if (!found) throw new Refused(refusal('CATALOGUE_EMPTY'));
  return found;
}

/** AGENCY_FILES_INVALID with every mistake, each with its line. */
function topologyOrRefused(files: z.output<typeof AgencyFilesGiven>['files']): Topology {
  const loaded = loadTopology(files);
  if (loaded.ok) return loaded.topology;
  const errors = loaded.problems.map(({ file, line, field, message }) => ({
    field: `${file}: ${field}`,
    code: 'AGENCY_FILES_INVALID',
    detail: message,
    line,
    column: 1,
  }));
  const { length: count } = errors;
  throw new Refused(refusal('AGENCY_FILES_INVALID', { count }, 'body.files'), { errors });
}

const givenOf = (
  { kind, from, same }: z.output<typeof AgencyFilesGiven>,
  topology: Topology,
  now: Instant,
): GivenAgencies => ({
  kind,
  topology,
  from: from ?? localDateOf(now),
  same: Object.fromEntries(same.map(({ old, new: next }) => [old, next])),
});

const previewView = (
  { version, unchanged, agencies, obstacle }: AgencyPreview,
  language: Language,
): z.output<typeof AgencyPreviewView> => ({
  version,
  problems: [],
  unchanged,
  concerned: agencies.length,
  agencies: agencies.slice(0, MOST_SHOWN).map(concernedView),
  obstacle: obstacle && { code: obstacle.code, detail: messageOf(obstacle, language) },
});

const concernedView = ({ code, name, changes, work, goesTo }: ConcernedAgency) => ({
  code,
  name,
  changes: changes.map(({ kind, before, after }) => ({ kind, before, after })),
  goesTo,
  ...work,
});

function versionView(
  { version, publishedAt, publishedBy, reason }: AgencyVersion,
  move: AgencyMove | undefined,
  now: Instant,
  language: Language,
): z.output<typeof AgencyVersionView> {
  const { kind = null, from = null, legalBasis = null, renamed = {} } = publicationIn(reason) ?? {};
  return {
    version,
    publishedAt: timestamp(publishedAt),
    publishedBy,
    kind,
    from,
    legalBasis,
    renamed: Object.entries(renamed).map(([old, next]) => ({ old, new: next })),
    progress: move ? progressView(move, now, language) : null,
  };
}

function progressView({ state, beginsAt, total, done, moved, refused }: AgencyMove, now: Instant, language: Language) {
  const isWaiting = state !== 'done' && beginsAt > now;
  return {
    state: isWaiting ? ('waiting' as const) : state === 'done' ? ('done' as const) : ('moving' as const),
    total,
    // Those that began since were looked at, too.
    done: state === 'done' ? total : Math.min(done, total),
    moved,
    refused: refused.map(({ dossierId, code, reason, details }) => {
      return { dossierId, code, reason, detail: messageOf(refusal(reason as ErrorCode, details), language) };
    }),
  };
}

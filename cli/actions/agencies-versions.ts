import { findMoves } from '../../db/agency-moves';
import { agencyVersions } from '../../db/catalogue';
import { publicationIn } from '../../domain/agency/publication';
import type { Context, Shown } from '../context';
import { table } from '../render/table';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

/** `agencies versions`: what was published when, by whom, on which basis, and how far open dossiers have followed. */
export async function agenciesVersions(context: Context): Promise<Shown> {
  return withRecords(context, async ({ db }) => {
    const [versions, moves] = await Promise.all([agencyVersions(db), findMoves(db)]);
    const rows = versions.map(({ version, publishedAt, publishedBy, reason }) => {
      const move = moves.find((each) => each.version === version);
      const { kind = null, from = null, legalBasis = null, renamed = {} } = publicationIn(reason) ?? {};
      return { version, publishedAt, publishedBy, kind, from, legalBasis, renamed, move };
    });
    return {
      json: {
        versions: rows.map(({ move, publishedAt, ...row }) => ({
          ...row,
          publishedAt: stamp(publishedAt),
          state: move?.state ?? null,
          total: move?.total ?? null,
          done: move?.done ?? null,
          moved: move?.moved ?? null,
          refused: move?.refused.length ?? null,
        })),
      },
      text: () =>
        table(
          rows.map(({ version, publishedAt, publishedBy, kind, legalBasis, move }) => [
            `v${version}`,
            when(publishedAt, context.language),
            publishedBy,
            kind ?? '–',
            legalBasis ?? '–',
            move ? `${move.state} ${Math.min(move.done, move.total)}/${move.total}` : '–',
          ]),
        ),
    };
  });
}

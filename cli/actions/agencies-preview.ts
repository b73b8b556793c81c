import { localDateOf, parseLocalDate } from '../../domain/calendar/local-time';
import type { GivenAgencies } from '../../domain/agency/judge-publication';
import type { PublicationKind } from '../../domain/agency/publication';
import type { Topology } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { previewAgencies } from '../../gateway/change-agencies';
import type { Context, Shown } from '../context';
import { EXIT, valueOf } from '../exit';
import { pairs } from '../input/pairs';
import { previewJson, previewText } from '../render/agency-preview';
import { topologyOf } from '../sources/agency-files';
import { withRecords } from '../sources/records';

export interface GivenOptions {
  readonly from?: string;
  readonly same?: readonly string[];
}

export interface PreviewOptions extends GivenOptions {
  readonly correct?: boolean;
}

/** `agencies preview`: what would change and who is concerned; nothing is published. */
export async function agenciesPreview(
  context: Context,
  options: PreviewOptions,
  ...paths: readonly string[]
): Promise<Shown> {
  const read = topologyOf(paths);
  if ('wrong' in read) return read.wrong;
  return withRecords(
    context,
    async ({ db, clock }) => {
      const isCorrection = options.correct === true || options.same !== undefined;
      const given = givenOf(isCorrection ? 'correct' : 'publish', read.topology, options, clock.now());
      const preview = valueOf(await previewAgencies({ db, clock }, given));
      return {
        json: previewJson(preview),
        text: () => previewText(preview, context),
        exitCode: preview.obstacle === null ? EXIT.done : EXIT.refused,
      };
    },
    'recorder',
  );
}

/** What the options say is to be published. */
export const givenOf = (
  kind: PublicationKind,
  topology: Topology,
  { from, same }: GivenOptions,
  now: Instant,
): GivenAgencies => ({
  kind,
  topology,
  same: pairs(same, 'same', '"OLD=NEW"'),
  from: from === undefined ? localDateOf(now) : valueOf(parseLocalDate(from, 'from')),
});

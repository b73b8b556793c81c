import type { AgencyMove } from '../../db/agency-moves';
import type { PublicationKind } from '../../domain/agency/publication';
import { previewAgencies } from '../../gateway/change-agencies';
import { followAgencies } from '../../gateway/follow-agencies';
import type { Desk } from '../../gateway/desk';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { topologyOf } from '../sources/agency-files';
import { atTheDesk } from '../sources/at-the-desk';
import { givenOf } from './agencies-preview';
import type { GivenOptions } from './agencies-preview';
import { movedShown, progressOf } from './agencies-finish';

export interface PublishOptions extends GivenOptions {
  readonly legalBasis: string;
}

/** `agencies publish`: the next version of the agencies, from a date on. */
export const agenciesPublish = (
  context: Context,
  options: PublishOptions,
  ...paths: readonly string[]
): Promise<Shown> => publishOrCorrect('publish', context, options, paths);

/** `agencies correct`: what was wrong all along; open work follows the corrected codes at once. */
export const agenciesCorrect = (
  context: Context,
  options: PublishOptions,
  ...paths: readonly string[]
): Promise<Shown> => publishOrCorrect('correct', context, options, paths);

async function publishOrCorrect(
  kind: PublicationKind,
  context: Context,
  options: PublishOptions,
  paths: readonly string[],
): Promise<Shown> {
  const read = topologyOf(paths);
  if ('wrong' in read) return read.wrong;
  return atTheDesk(context, async (desk) => {
    const given = givenOf(kind, read.topology, options, desk.clock.now());
    const legalBasis = options.legalBasis.normalize('NFC');
    const { say } = context;
    const { version: onVersion, unchanged } = valueOf(await previewAgencies(desk, given));
    if (!unchanged) {
      const { waits } = await byTwo(context, desk, 'agencies', { ...given, legalBasis, onVersion });
      if (waits) return waiting(context, waits);
    }
    const [version, already] = [unchanged ? onVersion : onVersion + 1, unchanged];
    const line = already
      ? say({ en: `was published already as version ${version}`, vi: `đã được công bố là phiên bản ${version}` })
      : say({
          en: `version ${version} of the agencies is published`,
          vi: `đã công bố danh mục cơ quan phiên bản ${version}`,
        });
    return movedShown(context, await follow(desk, context, version), { version, already, line });
  });
}

/** What waits for its day, or what another process is at, goes on by itself. */
const follow = (desk: Desk, context: Context, version: number): Promise<AgencyMove | undefined> =>
  followAgencies(desk, { version, onProgress: progressOf(context) });

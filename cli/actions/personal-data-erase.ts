import type { Ground } from '../../domain/personal-data';
import { parseRetention } from '../../domain/retention';
import { erasePerson } from '../../gateway/personal-data';
import type { ErasureReport } from '../../gateway/personal-data';
import { Signing } from '../../gateway/signing';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { parseReference } from '../input/people-fields';
import { table } from '../render/table';
import { stamp, when } from '../render/when';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

export interface EraseOptions {
  readonly ground: Ground;
  readonly reference: string;
  readonly dryRun?: boolean;
}

/** `personal-data erase`. */
export async function personalDataErase(context: Context, options: EraseOptions, dossier = ''): Promise<Shown> {
  const { ground, dryRun = false } = options;
  const reference = parseReference(options.reference);
  const retention = valueOf(parseRetention(context.env['LIENTHONG_RETENTION']));
  return withRecords(
    context,
    async ({ db, clock, installation }) => {
      const found = await getDossier(db, dossier);
      const entry = { at: clock.now(), who: context.operator, route: 'lienthong personal-data erase' };
      const erasure = { ground, reference, dryRun };
      const signing = new Signing(installation.dataDir, 'cli');
      const office = { db, as: 'operator', signing, entry } as const;
      const report = valueOf(await erasePerson(office, found, erasure, retention));
      const { dossierId, code } = found;
      return {
        json: { dossierId, code, dryRun, ...report, keptUntil: stamp(report.keptUntil) },
        text: () => textOf(context, report, dryRun),
      };
    },
    'recorder',
  );
}

const DONE = {
  erased: { en: 'erased', vi: 'đã xóa' },
  partly: { en: 'partly erased', vi: 'xóa một phần' },
  kept: { en: 'kept', vi: 'giữ lại' },
} as const;

function textOf({ say, language }: Context, { lines, keptUntil }: ErasureReport, dryRun: boolean): string {
  const rows = lines.map((line) => [line.table, say(DONE[line.done]), say(line.ground)]);
  const first = dryRun
    ? [say({ en: 'nothing was changed; this would be done:', vi: 'chưa thay đổi gì; sẽ thực hiện:' })]
    : [];
  const last =
    keptUntil === null
      ? []
      : [
          say({
            en: `the rest may go from ${when(keptUntil, language)}`,
            vi: `phần còn lại có thể xóa từ ${when(keptUntil, language)}`,
          }),
        ];
  return [...first, table(rows), ...last].join('\n');
}

import { countAged, retentionSoFar } from '../../db/retention';
import { RETENTION_KINDS, SWEPT_KINDS, parseRetention } from '../../domain/retention';
import type { RetentionKind } from '../../domain/retention';
import { endOfTime } from '../../gateway/keep-retention';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { table } from '../render/table';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

/** `retention`: how long each kind is kept, what would go now, and what went so far. */
export async function showRetention(context: Context): Promise<Shown> {
  const retention = valueOf(parseRetention(context.env['LIENTHONG_RETENTION']));
  return withRecords(context, async ({ db }) => {
    const realNow = Date.now();
    const past = new Map((await retentionSoFar(db)).map((run) => [run.kind, run]));
    const kinds: (Line & Record<string, unknown>)[] = [];
    for (const kind of Object.keys(RETENTION_KINDS) as RetentionKind[]) {
      const swept = SWEPT_KINDS.find((each) => each === kind);
      const before = swept === undefined ? null : endOfTime(retention, swept, realNow);
      const due = swept === undefined || before === null ? 0 : await countAged(db, swept, before);
      const run = past.get(kind);
      kinds.push({
        kind,
        keptDays: retention[kind],
        leastDays: RETENTION_KINDS[kind].leastDays,
        swept: swept !== undefined,
        due,
        removed: run?.removed ?? 0,
        upToEntry: run?.upToEntry ?? null,
        lastRemovedAt: stamp(run?.lastRealAt ?? null),
      });
    }
    return { json: { kinds }, text: () => textOf(context, kinds, (kind) => past.get(kind)?.lastRealAt) };
  });
}

interface Line {
  readonly kind: RetentionKind;
  readonly keptDays: number | null;
  readonly swept: boolean;
  readonly due: number;
  readonly removed: number;
}

function textOf(
  { say, language }: Context,
  lines: readonly Line[],
  lastOf: (kind: string) => number | undefined,
): string {
  const rows = lines.map(({ kind, keptDays, swept, due, removed }) => {
    const last = lastOf(kind);
    return [
      kind,
      keptDays === null
        ? say({ en: 'for ever', vi: 'không thời hạn' })
        : say({ en: `${keptDays} days`, vi: `${keptDays} ngày` }),
      swept
        ? say({ en: `${due} would go now`, vi: `${due} mục sẽ bị xóa` })
        : say({ en: 'goes on request alone', vi: 'chỉ xóa khi có yêu cầu' }),
      last === undefined
        ? ''
        : `${say({ en: `${removed} went, last`, vi: `đã xóa ${removed}, gần nhất` })} ${when(last, language)}`,
      RETENTION_KINDS[kind].what[language],
    ];
  });
  return table(rows);
}

import { verifyChain } from '../../db/reads/verify-chain';
import type { Context, Shown } from '../context';
import { EXIT } from '../exit';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

const REASONS = {
  missing: { en: 'is missing', vi: 'bị thiếu' },
  hash: { en: 'was changed after it was recorded', vi: 'đã bị sửa sau khi ghi' },
  columns: { en: 'has columns that say something else than its text', vi: 'có cột khác với nội dung' },
  head: { en: 'is not where the head says the log ends', vi: 'không khớp điểm cuối của nhật ký' },
};

/** `dossier verify`: the hash chain of its log, recomputed. */
export async function dossierVerify(context: Context, _: object, reference = ''): Promise<Shown> {
  return withRecords(context, async ({ db }) => {
    const { dossierId, code } = await getDossier(db, reference);
    const verdict = await verifyChain(db, dossierId);
    return {
      json: { dossierId, code, ...verdict },
      text: () =>
        verdict.intact
          ? context.say({ en: `${code ?? dossierId}: ${verdict.headSeq} events, each follows from the one before`, vi: `${code ?? dossierId}: ${verdict.headSeq} sự kiện, chuỗi băm nguyên vẹn` })
          : context.say({
              en: `${code ?? dossierId}: event ${verdict.brokenSeq} ${REASONS[verdict.reason].en}; compare with a backup, and see "doctor" for alarms`,
              vi: `${code ?? dossierId}: sự kiện ${verdict.brokenSeq} ${REASONS[verdict.reason].vi}; hãy đối chiếu bản sao lưu và xem "doctor"`,
            }),
      exitCode: verdict.intact ? EXIT.done : EXIT.failed,
    };
  });
}

import { FINDINGS, placeOf } from '../../domain/verification/finding';
import { anchorFileOf } from '../../gateway/anchor-file';
import { verifyFiles } from '../../gateway/verify-files';
import type { VerifiedFiles } from '../../gateway/verify-files';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import type { Text } from '../../domain/text';
import { verifyInstallation } from '../../gateway/verify-installation';
import type { Verification } from '../../gateway/verify-installation';
import type { Scope } from '../../db/verify/verify-dossiers';
import type { Context, Shown } from '../context';
import { EXIT, Failed } from '../exit';
import { instantOption } from '../input/instant-option';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';
import type { Records } from '../sources/records';

export interface VerifyOptions {
  readonly all?: boolean;
  readonly since?: string;
  readonly anchors?: string;
  readonly files?: boolean;
}

/** What a person can ask for. */
type Asked = Exclude<Scope, { readonly newest: number }>;

/** Every so many dossiers a line says how far it is. */
const TELL_EVERY = 1_000;

/** `verify`: whether everything is as it was written, and exactly where it is not. */
export function verify(
  context: Context,
  { all, since, anchors, files = false }: VerifyOptions,
  reference?: string,
): Promise<Shown> {
  const given = [reference, since, all].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw new Failed({
      en: 'say what to verify: a dossier, --all, or --since DATE',
      vi: 'hãy nêu đối tượng kiểm tra: một hồ sơ, --all hoặc --since NGÀY',
    });
  return withRecords(context, async (records) => {
    const tellFiles = (done: number): void => {
      if (done % TELL_EVERY === 0) context.remark({ en: `${done} files`, vi: `${done} tệp` });
    };
    const scope = await scopeOf(records, reference, since);
    const { dataDir } = records.installation;
    const found = await verifyInstallation({
      db: records.db,
      scope,
      dataDir,
      anchorFile: anchors ?? anchorFileOf(context.env, dataDir),
      onProgress: (done) => {
        if (done % TELL_EVERY === 0) context.remark({ en: `${done} dossiers`, vi: `${done} hồ sơ` });
      },
    });
    const store = openAttachments(context.env, dataDir);
    const opened = files ? await verifyFiles(records.db, store, scope, tellFiles) : null;
    return shown(context, { ...found, findings: [...found.findings, ...(opened?.findings ?? [])] }, opened);
  });
}

async function scopeOf({ db }: Records, reference: string | undefined, since: string | undefined): Promise<Asked> {
  if (since !== undefined) return { since: instantOption(since, 'since') };
  return reference === undefined ? { all: true } : { dossierId: (await getDossier(db, reference)).dossierId };
}

const MEGABYTE = 1024 * 1024;

/** `12 files (30 MB, 400 MB/s)`. */
function filesText({ files, bytes, ms }: VerifiedFiles): Text {
  const megabytes = bytes / MEGABYTE;
  const told = `${megabytes.toFixed(1)} MB, ${((megabytes * 1_000) / Math.max(ms, 1)).toFixed(0)} MB/s`;
  return { en: `${files} files (${told})`, vi: `${files} tệp (${told})` };
}

function shown(
  { say }: Context,
  { dossiers, events, findings, begunRealAt, finishedRealAt }: Verification,
  opened: VerifiedFiles | null,
): Shown {
  const ms = finishedRealAt - begunRealAt;
  const beside = opened === null ? { en: '', vi: '' } : filesText(opened);
  const en = [`${dossiers} dossiers with ${events} events`, beside.en].filter(Boolean).join(', ');
  const vi = [`${dossiers} hồ sơ với ${events} sự kiện`, beside.vi].filter(Boolean).join(', ');
  return {
    json: {
      intact: findings.length === 0,
      dossiers,
      events,
      ms,
      ...(opened === null ? {} : { files: opened.files, fileBytes: opened.bytes, filesMs: opened.ms }),
      findings: findings.map((finding) => ({
        ...finding,
        message: FINDINGS[finding.kind].en,
        messageVi: FINDINGS[finding.kind].vi,
      })),
    },
    text: () =>
      findings.length === 0
        ? say({ en: `${en}: everything is as it was written`, vi: `${vi}: mọi thứ đúng như khi ghi` })
        : [
            ...findings.map((finding) => `${say(placeOf(finding))}: ${say(FINDINGS[finding.kind])} [${finding.kind}]`),
            say({
              en: `${en}: ${findings.length} places found. Keep the machine as it is, compare with a backup, tell the auditor`,
              vi: `${vi}: ${findings.length} chỗ sai lệch. Giữ nguyên máy, đối chiếu bản sao lưu, báo kiểm toán`,
            }),
          ].join('\n'),
    exitCode: findings.length === 0 ? EXIT.done : EXIT.failed,
  };
}

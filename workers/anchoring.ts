import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema';
import { anchorFileOf } from '../gateway/anchor-file';
import { anchorSigner } from '../gateway/anchor-key';
import type { Anchoring } from '../gateway/anchor-logs';
import { requestTimeStamp } from '../gateway/time-stamp';
import { createMailChannel } from '../integrations/notify/mail-channel';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where anchors go, as this installation is configured. */
export function anchoringOf(env: Environment, dataDir: string, db: Kysely<Schema>): Anchoring {
  const authority = env['LIENTHONG_TIMESTAMP_URL'];
  const auditor = env['LIENTHONG_AUDITOR_MAIL'];
  return {
    db,
    signer: anchorSigner(dataDir),
    file: anchorFileOf(env, dataDir),
    ...(authority ? { stamp: (statement: string) => requestTimeStamp(authority, statement) } : {}),
    ...(auditor ? { mail: mailTo(auditor, env) } : {}),
  };
}

function mailTo(to: string, env: Environment): NonNullable<Anchoring['mail']> {
  const [url, from] = [env['LIENTHONG_SMTP_URL'], env['LIENTHONG_MAIL_FROM']];
  if (!url || !from)
    throw new Error('LIENTHONG_AUDITOR_MAIL needs LIENTHONG_SMTP_URL and LIENTHONG_MAIL_FROM; set them too');
  const channel = createMailChannel({ url, from });
  return async (anchor, line) => {
    const text = {
      subject: `Lienthong: điểm neo số ${anchor} / anchor ${anchor}`,
      body: [
        'Xin lưu thư này ngoài hệ thống. Dòng dưới đây chứng minh nhật ký hồ sơ tại thời điểm ghi trong đó.',
        'Please keep this letter outside the system. The line below proves the logs as they stood at its instant.',
        line,
      ],
    };
    const { kind } = await channel.send({ id: `anchor-${anchor}`, to, name: null, language: 'vi', text });
    // A letter that may have arrived is not sent twice; one that was refused for good would be refused again.
    return kind !== 'later';
  };
}

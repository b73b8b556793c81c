import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { payloadKeysOf } from '../../gateway/installation';
import type { Installation } from '../../gateway/installation';
import { fail, fine, text, warn } from './finding';
import type { Finding } from './finding';

/** Without its keys an installation cannot read its own running dossiers. */
export function checkKeys({ dataDir }: Installation, env: Readonly<Record<string, string | undefined>>): Finding[] {
  const file = join(dataDir, 'payload-keys');
  const configured = env['LIENTHONG_PAYLOAD_KEYS'] !== undefined;
  if (!configured && !existsSync(file)) {
    return [
      fail(
        'payload-keys',
        text(`there are no payload keys in "${dataDir}"`, `không có khóa mã hóa trong "${dataDir}"`),
        text('restore the file "payload-keys" from the backup, or set LIENTHONG_PAYLOAD_KEYS; running dossiers cannot be read with others', 'khôi phục tệp "payload-keys" từ bản sao lưu hoặc đặt LIENTHONG_PAYLOAD_KEYS'),
      ),
    ];
  }
  try {
    const { active, keys } = payloadKeysOf(env, dataDir);
    const ring = fine('payload-keys', text(`${Object.keys(keys).length} payload keys, "${active}" encrypts`, `${Object.keys(keys).length} khóa mã hóa, đang dùng "${active}"`));
    const open = !configured && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
    return open ? [warn('payload-keys', text(`others may read "${file}"`, `người khác đọc được "${file}"`), text(`chmod 600 "${file}"`, `chmod 600 "${file}"`))] : [ring];
  } catch (error) {
    const reason = (error as Error).message;
    return [fail('payload-keys', text(reason, reason), text('write each key as "id:" and 32 bytes in base64, the one that encrypts first', 'ghi mỗi khóa dạng "id:" và 32 byte base64, khóa đang dùng đứng đầu'))];
  }
}

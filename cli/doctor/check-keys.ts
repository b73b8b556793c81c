import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { payloadKeysOf } from '../../gateway/installation';
import { trustedKeys } from '../../gateway/signing';
import type { Installation } from '../../gateway/installation';
import { fail, fine, text, warn } from './finding';
import type { Finding } from './finding';

/** Without its keys an installation cannot read its own running dossiers. */
export const checkKeys = ({ dataDir }: Installation, env: Readonly<Record<string, string | undefined>>): Finding[] => [
  ...payloadKeys(dataDir, env),
  ...signingKeys(dataDir),
];

/**
 * Without its public keys nobody can say who vouched for what is recorded; a private one that others read is no proof.
 */
function signingKeys(dataDir: string): Finding[] {
  const directory = join(dataDir, 'signing');
  try {
    const keys = trustedKeys(dataDir);
    const open = existsSync(directory) ? readdirSync(directory).filter((name) => isOpen(join(directory, name))) : [];
    if (open.length > 0) {
      const way = `chmod 600 "${directory}"/*`;
      return [
        fail(
          'signing-keys',
          text(
            `others may read ${open.join(', ')} in "${directory}"`,
            `người khác đọc được ${open.join(', ')} trong "${directory}"`,
          ),
          text(
            `${way}, then "lienthong keys rotate" for each part`,
            `${way}, rồi "lienthong keys rotate" cho từng thành phần`,
          ),
        ),
      ];
    }
    const signing = keys.filter(({ retiredAt, distrustedAt }) => retiredAt === undefined && distrustedAt === undefined);
    return [
      fine(
        'signing-keys',
        text(
          `${signing.length} keys sign, ${keys.length} are known`,
          `${signing.length} khóa đang ký, ${keys.length} khóa đã biết`,
        ),
      ),
    ];
  } catch (error) {
    const reason = (error as Error).message;
    return [
      fail(
        'signing-keys',
        text(reason, reason),
        text('restore the directory "signing" from the backup', 'khôi phục thư mục "signing" từ bản sao lưu'),
      ),
    ];
  }
}

const isOpen = (file: string): boolean => process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;

function payloadKeys(dataDir: string, env: Readonly<Record<string, string | undefined>>): Finding[] {
  const file = join(dataDir, 'payload-keys');
  const configured = env['LIENTHONG_PAYLOAD_KEYS'] !== undefined;
  if (!configured && !existsSync(file)) {
    return [
      fail(
        'payload-keys',
        text(`there are no payload keys in "${dataDir}"`, `không có khóa mã hóa trong "${dataDir}"`),
        text(
          'restore the file "payload-keys" from the backup, or set LIENTHONG_PAYLOAD_KEYS; running dossiers cannot be read with others',
          'khôi phục tệp "payload-keys" từ bản sao lưu hoặc đặt LIENTHONG_PAYLOAD_KEYS',
        ),
      ),
    ];
  }
  try {
    const { active, keys } = payloadKeysOf(env, dataDir);
    const ring = fine(
      'payload-keys',
      text(
        `${Object.keys(keys).length} payload keys, "${active}" encrypts`,
        `${Object.keys(keys).length} khóa mã hóa, đang dùng "${active}"`,
      ),
    );
    const open = !configured && isOpen(file);
    return open
      ? [
          warn(
            'payload-keys',
            text(`others may read "${file}"`, `người khác đọc được "${file}"`),
            text(`chmod 600 "${file}"`, `chmod 600 "${file}"`),
          ),
        ]
      : [ring];
  } catch (error) {
    const reason = (error as Error).message;
    return [
      fail(
        'payload-keys',
        text(reason, reason),
        text(
          'write each key as "id:" and 32 bytes in base64, the one that encrypts first',
          'ghi mỗi khóa dạng "id:" và 32 byte base64, khóa đang dùng đứng đầu',
        ),
      ),
    ];
  }
}

import type { Part } from '../../domain/dossier/signed';
import { refusal } from '../../domain/errors';
import { distrustKey, rotateKey, trustedKeys } from '../../gateway/signing';
import type { TrustedKey } from '../../gateway/signing';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { table } from '../render/table';
import { stamp, when } from '../render/when';
import { installationFor } from '../sources/installation';

/** `keys list`: the public keys, the oldest first. Private keys are never shown. */
export async function keysList(context: Context): Promise<Shown> {
  const keys = trustedKeys(installationFor(context).dataDir);
  const row = (key: TrustedKey): string[] => [key.id, when(key.madeAt, context.language), fateOf(context, key)];
  return {
    json: {
      keys: keys.map(({ madeAt, retiredAt, distrustedAt, ...key }) => ({
        ...key,
        madeAt: stamp(madeAt),
        retiredAt: stamp(retiredAt ?? null),
        distrustedAt: stamp(distrustedAt ?? null),
      })),
    },
    text: () => table(keys.map(row)),
  };
}

function fateOf({ say, language }: Context, { retiredAt, distrustedAt }: TrustedKey): string {
  if (distrustedAt !== undefined) {
    const since = when(distrustedAt, language);
    return say({ en: `distrusted since ${since}`, vi: `không còn tin cậy từ ${since}` });
  }
  if (retiredAt === undefined) return say({ en: 'signs', vi: 'đang ký' });
  const since = when(retiredAt, language);
  return say({ en: `replaced ${since}; what it signed stays`, vi: `đã thay ${since}; chữ ký cũ vẫn có giá trị` });
}

/** `keys rotate`: a new key signs from now on. */
export async function keysRotate(context: Context, _options: object, part: unknown): Promise<Shown> {
  const { id, publicKey } = rotateKey(installationFor(context).dataDir, part as Part, Date.now());
  return {
    json: { part, key: id, publicKey },
    text: () => context.say({ en: `${part} now signs with ${id}`, vi: `${part} từ nay ký bằng ${id}` }),
  };
}

/** `keys distrust`: nothing that it signed is recorded any more. */
export async function keysDistrust(context: Context, _options: object, given: unknown): Promise<Shown> {
  const id = String(given);
  if (!distrustKey(installationFor(context).dataDir, id, Date.now()))
    throw new Refused(refusal('KEY_UNKNOWN', { value: id }, 'key'));
  return {
    json: { key: id, distrusted: true },
    text: () =>
      context.say({
        en: `nothing that ${id} signs is recorded any more; "lienthong verify --all" names what it has signed before`,
        vi: `từ nay không ghi nhận gì do ${id} ký; "lienthong verify --all" liệt kê những gì khóa này đã ký`,
      }),
  };
}

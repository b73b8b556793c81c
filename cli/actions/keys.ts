import type { Part } from '../../domain/dossier/signed';
import { refusal } from '../../domain/errors';
import { distrustKey, distrustedSince, rotateKey, trustedKeys } from '../../gateway/signing';
import type { TrustedKey } from '../../gateway/signing';
import type { Context, Shown } from '../context';
import { Failed, Refused } from '../exit';
import { instantOption } from '../input/instant-option';
import { table } from '../render/table';
import { stamp, when } from '../render/when';
import { installationFor } from '../sources/installation';

/** `keys list`: the public keys, the oldest first. Private keys are never shown. */
export async function keysList(context: Context): Promise<Shown> {
  const keys = trustedKeys(installationFor(context).dataDir);
  const row = (key: TrustedKey): string[] => [key.id, when(key.madeAt, context.language), fateOf(context, key)];
  return {
    json: {
      keys: keys.map((key) => ({
        id: key.id,
        part: key.part,
        publicKey: key.publicKey,
        madeAt: stamp(key.madeAt),
        retiredAt: stamp(key.retiredAt ?? null),
        distrustedAt: stamp(key.distrustedAt ?? null),
        distrustedSince: stamp(distrustedSince(key)),
      })),
    },
    text: () => table(keys.map(row)),
  };
}

function fateOf({ say, language }: Context, key: TrustedKey): string {
  const { retiredAt } = key;
  const stolen = distrustedSince(key);
  if (stolen !== null) {
    const since = when(stolen, language);
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

export interface DistrustOptions {
  readonly since?: string;
}

/** `keys distrust`: nothing that it signed is recorded any more; what an anchor held before stays vouched for. */
export async function keysDistrust(
  context: Context,
  { since: asked }: DistrustOptions,
  given: unknown,
): Promise<Shown> {
  const id = String(given);
  const now = Date.now();
  const instant = asked === undefined ? undefined : instantOption(asked, 'since');
  if (instant !== undefined && instant > now)
    throw new Failed({ en: `"${asked}" is still to come`, vi: `"${asked}" chưa đến` });
  const since = distrustKey(installationFor(context).dataDir, id, now, instant);
  if (since === null) throw new Refused(refusal('KEY_UNKNOWN', { value: id }, 'key'));
  const begins = when(since, context.language);
  return {
    json: { key: id, distrusted: true, since: stamp(since) },
    text: () =>
      context.say({
        en:
          `nothing that ${id} signs is recorded any more; what anchors held before ${begins} stays vouched for, ` +
          '"lienthong verify --all" names the rest',
        vi:
          `từ nay không ghi nhận gì do ${id} ký; những gì điểm neo đã ghi trước ${begins} vẫn có giá trị, ` +
          '"lienthong verify --all" liệt kê phần còn lại',
      }),
  };
}

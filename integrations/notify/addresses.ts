import type { ChannelName } from '../../db/contact-preferences';

/** What is known of how to reach somebody, as they wrote it. */
export interface Written {
  readonly email: string | null;
  readonly phone: string | null;
}

export interface Address {
  readonly channel: ChannelName;
  readonly to: string;
}

/** The first of the wanted channels that can be had and has an address that can be one. */
export const firstAddress = (written: Written, wanted: readonly ChannelName[], available: (channel: ChannelName) => boolean): Address | undefined => {
  for (const channel of wanted) {
    const to = channel === 'email' ? mailAddress(written.email) : phoneNumber(written.phone);
    if (to !== null && available(channel)) return { channel, to };
  }
  return undefined;
};

/** One address and nothing else: a list of them, or a header, is none. */
const mailAddress = (text: string | null): string | null => {
  const address = text?.trim() ?? '';
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]+$/u.test(address) ? address : null;
};

/** `0912 345 678` and `84912345678` as `+84912345678`; a foreign number only with its `+`. */
const phoneNumber = (text: string | null): string | null => {
  const digits = text?.replace(/[\s.()-]/g, '') ?? '';
  const national = /^(?:0|\+?84)([1-9]\d{8,9})$/.exec(digits)?.[1];
  if (national !== undefined) return `+84${national}`;
  return /^\+[1-9]\d{7,14}$/.test(digits) ? digits : null;
};

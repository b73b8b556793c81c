import type { ChannelName, Language } from '../../db/contact-preferences';
import type { Template, Text } from './templates/template';

/** One notice, ready to leave. */
export interface Letter {
  /** The notice's id: the same in every attempt, so that a repetition can be recognised. */
  readonly id: string;
  readonly channel: ChannelName;
  /** E-mail address, or telephone number in international form. */
  readonly to: string;
  readonly name: string | null;
  readonly language: Language;
  readonly template: Template;
  readonly text: Text;
  /** Legal code; null before acceptance, and for lists. */
  readonly dossierCode: string | null;
}

export type Outcome =
  | { readonly kind: 'sent' }
  /** Nothing was taken; trying again may help. */
  | { readonly kind: 'later'; readonly error: string }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly error: string }
  /** It may have been taken, and a repetition would be a second letter. */
  | { readonly kind: 'unknown'; readonly error: string };

/** A way of reaching people. Errors are codes: what the other side writes may repeat the address. */
export interface Channel {
  send(letter: Letter): Promise<Outcome>;
}

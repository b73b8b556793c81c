import { PassThrough } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Letter, Outcome } from './channel';

export interface MailOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string;
  /** The sender, `Một cửa <motcua@example.gov.vn>` or an address alone. */
  readonly from: string;
}

/** What an e-mail needs of a letter. */
export type MailLetter = Pick<Letter, 'id' | 'to' | 'name' | 'language'> & {
  readonly text: Pick<Letter['text'], 'subject' | 'body'>;
};

export interface MailChannel {
  send(letter: MailLetter): Promise<Outcome>;
}

/** A silent server is given up after these; all of them together stay well below the lease of a notice. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
const LONGEST_MS = 60_000;

/**
 * E-mail through SMTP, plain text. SMTP has no way to ask whether a letter was taken: when the connection ends between
 * the message and the server's answer, the outcome is `unknown` and nobody tries again by himself (at most once). The
 * Message-ID is made of the notice's id, so that a person who sends it again sends a recognisable duplicate.
 */
export const createMailChannel = ({ url, from }: MailOptions): MailChannel => {
  const domain = /@([^\s@>]+)>?\s*$/.exec(from)?.[1];
  if (domain === undefined) throw new TypeError(`the sender "${from}" has no e-mail address; write "Name <box@example.gov.vn>"`);
  return {
    async send(letter) {
      let offered = false;
      const transport = createTransport({ ...TIMEOUTS, url, disableFileAccess: true, disableUrlAccess: true });
      transport.use('stream', (mail, done) => {
        // Asked for when the server has greeted and let us in: from here on it may have the letter.
        mail.message.transform(() => {
          offered = true;
          return new PassThrough();
        });
        done();
      });
      try {
        await transport.sendMail({ ...mailOf(letter), from, messageId: `<${letter.id}@${domain}>`, signal: AbortSignal.timeout(LONGEST_MS) });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error as SmtpError, offered);
      }
    },
  };
};

const mailOf = ({ to, name, language, text }: MailLetter) => ({
  to: { name: name ?? '', address: to },
  subject: text.subject,
  text: `${text.body.join('\n\n')}\n`,
  headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
});

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

const outcomeOf = ({ code = 'ERROR', command, responseCode }: SmtpError, offered: boolean): Outcome => {
  if (responseCode === undefined) return { kind: offered ? 'unknown' : 'later', error: `smtp-${code}` };
  // Only what concerns this recipient or this letter is final; a sender or a password that is refused concerns the installation.
  const final = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return { kind: final ? 'refused' : 'later', error: `smtp-${responseCode}` };
};

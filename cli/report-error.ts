import { messageOf } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { Context } from './context';
import { EXIT, Failed, Refused, exitCodeOf } from './exit';

/** The refusal as scripts read it: whole sentences in both languages beside the code. */
export const refusalJson = (refusal: Refusal): object => ({
  code: refusal.code,
  field: refusal.field ?? null,
  message: messageOf(refusal, 'en'),
  messageVi: messageOf(refusal, 'vi'),
  details: refusal.details,
});

/**
 * Says what went wrong on standard error and returns the exit code. With `--json` the one document on standard output says it too,
 * so that a script always reads one.
 */
export function reportError(context: Context, error: unknown): number {
  if (error instanceof Refused) {
    const { refusal } = error;
    context.err(`${context.say({ en: 'refused', vi: 'từ chối' })}: ${messageOf(refusal, context.language)} [${refusal.code}]\n`);
    if (context.json) context.out(`${JSON.stringify({ refused: refusalJson(refusal) })}\n`);
    return exitCodeOf(refusal);
  }
  const text = error instanceof Failed ? error.text : { en: unexpected(error, 'en'), vi: unexpected(error, 'vi') };
  context.err(`${context.say({ en: 'failed', vi: 'lỗi' })}: ${text[context.language]}\n`);
  if (context.env['LIENTHONG_DEBUG'] && error instanceof Error) context.err(`${error.stack ?? ''}\n`);
  if (context.json) context.out(`${JSON.stringify({ failed: { message: text.en, messageVi: text.vi } })}\n`);
  return EXIT.failed;
}

const unexpected = (error: unknown, language: 'vi' | 'en'): string => {
  const said = firstLine(error);
  return language === 'en'
    ? `${said}; "lienthong doctor" says what is wrong with the installation, LIENTHONG_DEBUG=1 shows where this came from`
    : `${said}; "lienthong doctor" cho biết hệ thống sai ở đâu, LIENTHONG_DEBUG=1 cho biết lỗi phát sinh từ đâu`;
};

const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message.split('\n')[0]})` : '';
  return `${message.split('\n')[0]}${cause}`;
};


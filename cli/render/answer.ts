import { NATIONAL_STATUS } from '../../domain/dossier/national-status';
import type { NationalStatus } from '../../domain/dossier/national-status';
import type { Answer } from '../../domain/dossier/state';
import type { Context } from '../context';
import { stamp, when } from './when';

/** The answer to an act, for scripts. */
export const answerJson = (answer: Answer): object => ({ ...answer, at: stamp(answer.at), dueAt: stamp(answer.dueAt) });

export function answerText({ dossierId, code, at, events, nationalStatus, dueAt }: Answer, { say, language }: Context): string {
  const status = NATIONAL_STATUS[nationalStatus as NationalStatus];
  return [
    code === null ? dossierId : `${dossierId}  ${code}`,
    `${say({ en: 'recorded', vi: 'đã ghi nhận' })} ${when(at, language)}: ${events.join(', ') || '–'}`,
    `${say({ en: 'status', vi: 'trạng thái' })} ${nationalStatus}: ${say(status)}${dueAt === null ? '' : `; ${say({ en: 'due', vi: 'hạn' })} ${when(dueAt, language)}`}`,
  ].join('\n');
}

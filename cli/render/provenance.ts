import type { Provenance } from '../../domain/text';
import type { Context } from '../context';
import { paintFor } from './paint';
import { wrap } from './table';

const SURE = { H: { en: 'high', vi: 'cao' }, M: { en: 'medium', vi: 'trung bình' }, L: { en: 'low', vi: 'thấp' } };

/** Where a fact comes from, how sure it is, and what nobody has confirmed. */
export function provenanceLines({ source, confidence, assumed, note }: Provenance, { say, colour, columns }: Context): string {
  const paint = paintFor(colour);
  const lines = [
    `${say({ en: 'sources', vi: 'nguồn' })}: ${wrap(source.join('; '), columns - 10, '  ')}`,
    `${say({ en: 'confidence', vi: 'độ tin cậy' })}: ${say(SURE[confidence])}`,
    ...(assumed && assumed.length > 0 ? [paint.yellow(`${say({ en: 'assumed, confirmed by nobody', vi: 'giả định, chưa ai xác nhận' })}: ${assumed.join(', ')}`)] : []),
    ...(note === undefined ? [] : [`${say({ en: 'note', vi: 'ghi chú' })}: ${wrap(note, columns - 8, '  ')}`]),
  ];
  return lines.join('\n');
}

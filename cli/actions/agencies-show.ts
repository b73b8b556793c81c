import { placesServedBy } from '../../domain/agency/committee';
import { escalationChain } from '../../domain/agency/escalation-chain';
import { standardPosts } from '../../domain/agency/standard-posts';
import { agencyOn, versionsOf } from '../../domain/agency/topology';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { dateOption } from '../input/date-option';
import { paintFor } from '../render/paint';
import { provenanceLines } from '../render/provenance';
import { table, wrap } from '../render/table';
import { withCatalogue } from '../sources/catalogue';

/** `agencies show`: one agency with everything the catalogue knows of it, and how surely. */
export async function agenciesShow(context: Context, options: { readonly date?: string }, code = ''): Promise<Shown> {
  const { say, colour, columns } = context;
  return withCatalogue(context, async (catalogue) => {
    const date = dateOption(options.date, catalogue.today);
    const topology = await catalogue.topology();
    const agency = agencyOn(topology, code, date);
    if (!agency) throw new Refused(refusal('AGENCY_UNKNOWN', { value: code, date }, 'code'));
    const chain = escalationChain(topology, code, date);
    const posts = standardPosts(agency).map((role) => `${role}@${code}`);
    const serves = placesServedBy(topology, code, date);
    const periods = versionsOf(topology, code).map(({ validFrom, validTo, name }) => ({ from: validFrom, to: validTo ?? null, name }));
    const text = (): string => {
      const paint = paintFor(colour);
      const rows = [
        [say({ en: 'tier', vi: 'cấp' }), agency.tier],
        [say({ en: 'belongs to', vi: 'trực thuộc' }), agency.parent ?? '–'],
        [say({ en: 'exists', vi: 'tồn tại' }), `${agency.validFrom} – ${agency.validTo ?? '…'}`],
        [say({ en: 'roles', vi: 'vai trò' }), agency.plays.join(', ') || '–'],
        [say({ en: 'covers', vi: 'phụ trách' }), `${agency.covers.join(', ')}${serves.length > 1 ? ` (${serves.length} ${say({ en: 'places', vi: 'địa bàn' })})` : ''}`],
        [say({ en: 'posts', vi: 'vị trí' }), wrap(posts.join(', '), columns - 16, ' '.repeat(15))],
        [say({ en: 'head', vi: 'người đứng đầu' }), say(agency.head)],
        ...(agency.predecessors ? [[say({ en: 'follows', vi: 'kế thừa từ' }), agency.predecessors.join(', ')]] : []),
        ...(agency.successors ? [[say({ en: 'followed by', vi: 'được kế thừa bởi' }), agency.successors.join(', ')]] : []),
      ];
      const ladder = chain.ok ? Object.entries(chain.value).map(([level, { agency: at, title }]) => [level, `${say(title)} (${at})`]) : [];
      return [
        `${paint.bold(code)}  ${say(agency.name)}`,
        table(rows, { indent: 2 }),
        '',
        say({ en: 'late work is told to', vi: 'việc quá hạn báo đến' }),
        table(ladder, { indent: 2 }),
        '',
        provenanceLines(agency.provenance, context),
      ].join('\n');
    };
    return {
      json: { date, ...agency, posts, serves: serves.map((place) => place.code), escalation: chain.ok ? chain.value : null, periods },
      text,
    };
  });
}

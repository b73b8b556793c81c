import { unitsOffering } from '../../domain/agency/units-offering';
import { agencyOn } from '../../domain/agency/topology';
import { limitLabel } from '../../domain/calendar/limit';
import { refusal } from '../../domain/errors';
import type { Procedure } from '../../domain/procedure/procedure';
import type { Context, Language, Shown } from '../context';
import { Refused } from '../exit';
import { dateOption } from '../input/date-option';
import { table } from '../render/table';
import { inForce, withCatalogue } from '../sources/catalogue';

/** `procedures list`: what is in force on a date, in the whole province or at one unit. */
export async function proceduresList(context: Context, options: { readonly date?: string; readonly unit?: string }): Promise<Shown> {
  const { say, language } = context;
  return withCatalogue(context, async (catalogue) => {
    const date = dateOption(options.date, catalogue.today);
    const all = inForce(await catalogue.procedures(), date);
    const listed = options.unit === undefined ? all : await offeredAt(options.unit, date);
    return {
      json: {
        date,
        procedures: listed.map(({ procedure: p, from, to }) => ({
          code: p.code, version: p.version, name: p.name, sector: p.sector, tier: p.tier, serviceLevel: p.serviceLevel, from, to, limits: limitsOf(p, 'en'), assumed: p.provenance.assumed ?? [],
        })),
      },
      text: () =>
        listed.length === 0
          ? say({ en: `nothing is in force on ${date}`, vi: `không có thủ tục hiệu lực ngày ${date}` })
          : table(listed.map(({ procedure: p }) => [p.code, `v${p.version}`, p.tier, limitsOf(p, language).join(' + '), say(p.name)])),
    };

    async function offeredAt(unit: string, on: string): Promise<typeof all> {
      const topology = await catalogue.topology();
      if (!agencyOn(topology, unit, on)) throw new Refused(refusal('AGENCY_UNKNOWN', { value: unit, date: on }, 'unit'));
      return all.filter(({ procedure }) => unitsOffering(topology, procedure.offeredAt, on).some(({ code }) => code === unit));
    }
  });
}

/** The statutory limit, or those of the phases. */
export const limitsOf = ({ timeLimit: { limit, phases } }: Procedure, language: Language): string[] =>
  (phases?.map((phase) => phase.limit) ?? (limit ? [limit] : [])).map((each) => limitLabel(each, language));

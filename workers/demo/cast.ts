import type { Topology } from '../../domain/agency/topology';
import { placesServedBy } from '../../domain/agency/committee';
import { resolveRole } from '../../domain/agency/resolve-role';
import { rolesOf } from '../../domain/agency/snapshot-agencies';
import { unitsOffering } from '../../domain/agency/units-offering';
import { atMinute, addDays } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import type { Channel, FactValue } from '../../domain/dossier/state';
import type { Fact, Procedure } from '../../domain/procedure/procedure';
import type { Demo } from './demo';

/** What happens to a dossier of the demonstration, beyond being carried from desk to desk. */
export const STORIES = ['smooth', 'supplement', 'stuck', 'smooth', 'apology', 'sent-back', 'smooth', 'stuck', 'withdrawn', 'refused', 'incomplete', 'smooth'] as const;
export type Story = (typeof STORIES)[number];

export interface CastMember {
  readonly n: number;
  readonly key: string;
  readonly procedure: Procedure;
  readonly unit: string;
  readonly place: string;
  readonly channel: Channel;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly submitAt: Instant;
  readonly story: Story;
  readonly applicant: string;
}

/** Invented people. The surnames and given names are common ones of the province; the combinations mean nobody. */
const SURNAMES = ['Lò', 'Vàng', 'Tẩn', 'Giàng', 'Nguyễn', 'Lý', 'Sùng', 'Đào', 'Chẻo', 'Phùng'];
const NAMES = ['Thị Mai', 'Văn Páo', 'A Dơ', 'Thị Hoa', 'Minh Đức', 'Seo Vần', 'Thị Xuân', 'Văn Hùng', 'Láo San', 'Thị Lan', 'Quốc Bảo'];

const COPIES = 4;

/**
 * Every procedure in force that week, four dossiers each, spread over the units that offer it and over Monday to
 * Thursday. Always the same cast, so that a demonstration that was interrupted goes on with the same people.
 */
export function castOf(demo: Demo, procedures: readonly Procedure[], topology: Topology): CastMember[] {
  return procedures.flatMap((procedure, p) => {
    const offering = unitsOffering(topology, procedure.offeredAt, demo.monday);
    const tiers = procedure.offeredAt.tiers.filter((tier) => offering.some((unit) => unit.tier === tier));
    if (tiers.length === 0) return [];
    return Array.from({ length: COPIES }, (_, copy): CastMember[] => {
      const n = p * COPIES + copy;
      const units = offering.filter((unit) => unit.tier === tiers[copy % tiers.length]);
      const unit = units[(n * 17) % units.length]!.code;
      const places = placesServedBy(topology, unit, demo.monday);
      const place = places[(n * 7) % Math.max(1, places.length)]?.code;
      if (place === undefined || !resolves(topology, procedure, unit, place, demo.monday)) return [];
      return [
        {
          n,
          key: `demo-${demo.year}-${n}`,
          procedure,
          unit,
          place,
          channel: n % 4 === 1 ? 'online' : 'counter',
          facts: factsOf(procedure, n),
          submitAt: atMinute(addDays(demo.monday, submitDay(n)), [8, 10, 14][n % 3]! * 60 + (n % 10)),
          story: STORIES[n % STORIES.length]!,
          applicant: `${SURNAMES[n % SURNAMES.length]!} ${NAMES[n % NAMES.length]!}`,
        },
      ];
    }).flat();
  });
}

/** Two thirds on Monday and Tuesday, so that the week sees their ends; a few on Thursday, who stay for the visitor. */
const submitDay = (n: number): number => [0, 0, 1, 0, 1, 3, 0, 2][n % 8]!;

const resolves = (topology: Topology, procedure: Procedure, receivingUnit: string, place: string, date: string): boolean =>
  [...rolesOf(procedure.route)].every((role) => resolveRole(topology, role, { receivingUnit, place, date }).ok);

const factsOf = (procedure: Procedure, n: number): Record<string, FactValue> =>
  Object.fromEntries((procedure.facts ?? []).filter((f) => f.required).map((f) => [f.fact, answerOf(f, n)]));

function answerOf(fact: Fact, n: number): FactValue {
  if (fact.type === 'boolean') return n % 2 === 0;
  if (fact.type === 'number') return (n % 5) + 1;
  return fact.options![n % fact.options!.length]!;
}

import { findAgencies, lockPublication } from '../../db/catalogue';
import type { InstallationClock } from '../../db/installation-clock';
import { NO_RENAMES } from '../../domain/agency/renames';
import type { Renames } from '../../domain/agency/renames';
import type { GivenAgencies } from '../../domain/agency/judge-publication';
import { ok } from '../../domain/result';
import { previewAgencies, publishAgencyVersion } from '../change-agencies';
import type { Deed } from './deed';
import { whyNotPublisher } from './publishing-deeds';

export interface AgenciesGiven extends GivenAgencies {
  readonly legalBasis: string;
  /** The version on which whoever proposed it has looked. */
  readonly onVersion: number;
}

/** The next version of the agencies, or a correction of the present one. */
export const agenciesDeed = (clock: InstallationClock, { legalBasis, onVersion, ...given }: AgenciesGiven): Deed => ({
  concerns: null,
  words: `agencies ${given.kind}`,
  lock: (trx) => lockPublication(trx, 'agencies'),
  basis: async (db) => ({ agencies: (await findAgencies(db))?.version ?? null }),
  async summary(db) {
    const preview = await previewAgencies({ db, clock }, given);
    const agencies = preview.ok ? preview.value.agencies : [];
    const renamed: Renames = preview.ok ? preview.value.renamed : NO_RENAMES;
    const codes = agencies.map(({ code }) => (renamed[code] === undefined ? code : `${code} → ${renamed[code]}`));
    const named = `${codes.slice(0, 20).join(', ')}${codes.length > 20 ? ' …' : ''}`;
    const dossiers = agencies.reduce((total, { work }) => total + work.openDossiers, 0);
    const vi = given.kind === 'correct' ? 'Đính chính danh mục cơ quan' : `Công bố danh mục cơ quan từ ${given.from}`;
    const en = given.kind === 'correct' ? 'The agencies are corrected' : `The agencies change from ${given.from} on`;
    return {
      vi: `${vi}: ${named} (${codes.length} cơ quan, ${dossiers} hồ sơ đang mở). Căn cứ: ${legalBasis}`,
      en: `${en}: ${named} (${codes.length} agencies, ${dossiers} open dossiers). By: ${legalBasis}`,
    };
  },
  async whyNot(db, by, at) {
    const forbidden = await whyNotPublisher(db, by, at);
    if (forbidden) return forbidden;
    const preview = await previewAgencies({ db, clock }, given);
    return preview.ok ? (preview.value.obstacle ?? undefined) : preview.refusal;
  },
  async perform(trx, { proposedBy: by }) {
    const published = await publishAgencyVersion({ db: trx, clock }, { ...given, legalBasis, by, onVersion });
    return published.ok ? ok({ location: `/v1/agency-versions/${published.value.version}` }) : published;
  },
});

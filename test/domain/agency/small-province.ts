import type { Agency } from '../../../domain/agency/agency';
import type { Topology } from '../../../domain/agency/topology';

/** An agency of a province small enough to see whole; what a test does not name is of no interest to it. */
export const agency = (code: string, given: Partial<Agency> = {}): Agency => ({
  code,
  name: { vi: `Cơ quan ${code}`, en: `Agency ${code}` },
  tier: 'province',
  plays: [],
  covers: ['H99'],
  validFrom: '2020-01-01',
  head: { vi: 'Thủ trưởng', en: `Head of ${code}` },
  provenance: { source: ['TEST'], confidence: 'L' },
  ...given,
});

const commune = (code: string, given: Partial<Agency>): Agency[] => [
  agency(code, { tier: 'commune', plays: ['commune-committee'], covers: [code], ...given }),
  agency(`${code}.01`, { tier: 'commune', plays: ['one-stop-unit'], covers: [code], ...given, parent: code, successors: undefined }),
];

/** One province; district 41 with communes 01 and 02 until July 2025; communes 201 and 202 since. */
export const smallProvince: Topology = {
  agencies: [
    agency('H99', { plays: ['province-committee'] }),
    agency('H99.01', { parent: 'H99', plays: ['province-office', 'procedure-control'] }),
    agency('H99.01.01', { parent: 'H99.01', plays: ['one-stop-unit'], name: { vi: 'Trung tâm Phục vụ hành chính công', en: 'Service Centre' } }),
    agency('H99.02', { parent: 'H99', plays: ['dept-labour'], validTo: '2025-03-01', successors: ['H99.03'] }),
    agency('H99.03', { parent: 'H99', plays: ['dept-home-affairs'], validTo: '2025-03-01' }),
    agency('H99.03', { parent: 'H99', plays: ['dept-home-affairs', 'dept-labour'], validFrom: '2025-03-01' }),
    agency('H99.51', { parent: 'H99.03', plays: ['land-office'] }),
    agency('H99.41', {
      tier: 'district',
      parent: 'H99',
      plays: ['district-committee'],
      covers: ['H99.41'],
      validTo: '2025-07-01',
      successors: ['H99.201', 'H99.202'],
    }),
    agency('H99.41.95', { tier: 'district', parent: 'H99.51', plays: ['land-office'], covers: ['H99.41'], validTo: '2025-07-01' }),
    ...commune('H99.41.01', { parent: 'H99.41', validTo: '2025-07-01', successors: ['H99.201'], name: { vi: 'UBND xã Đoàn Kết', en: 'Đoàn Kết' } }),
    ...commune('H99.41.02', { parent: 'H99.41', validTo: '2025-07-01', name: { vi: 'UBND xã Nậm Mạ', en: 'Nậm Mạ' } }),
    ...commune('H99.201', { parent: 'H99', validFrom: '2025-07-01', name: { vi: 'UBND phường Đoàn Kết', en: 'Đoàn Kết' } }),
    ...commune('H99.202', { parent: 'H99', validFrom: '2025-07-01', name: { vi: 'UBND xã Nậm Mạ', en: 'Nậm Mạ' } }),
  ],
};

export const BEFORE = '2022-03-01';
export const AFTER = '2026-11-23';

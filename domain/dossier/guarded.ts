import type { DossierState } from './state';

/** From rules 2 on the guards of the law are the core's: papers, fees, new dates, refusals, re-routing, wrong transfers. */
export const isGuarded = ({ rules }: Pick<DossierState, 'rules'>): boolean => rules >= 2;

import type { DossierEvent, EventType } from '../../domain/dossier/event';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { Template } from './templates/template';

const CLOSED = ['DossierWithdrawn', 'DossierStopped', 'SupplementLapsed', 'IntakeRefused'] as const;
const DECIDED = [...CLOSED, 'DossierResolved', 'ResultReturned'] as const;

/** After which later events a notice is pointless. What is not named stays worth telling, however late. */
const OVERTAKEN_BY: { readonly [T in Template]?: readonly EventType[] } = {
  'received': ['DossierAccepted', 'SupplementRequested', 'IntakeRefused', 'DossierWithdrawn', 'DossierStopped'],
  'accepted': [...CLOSED, 'ResultReturned'],
  'supplement-wanted': ['SupplementProvided', ...DECIDED],
  'supplement-confirmed': DECIDED,
  'appointment-moved': ['ClockReset', 'ObligationSettled', ...DECIDED],
  'apology': ['DossierResolved', 'ResultReturned'],
  'obligation-noticed': ['ObligationSettled', 'SlipReturned', ...DECIDED],
  'obligation-settled': DECIDED,
  'result-ready': ['ResultReturned', 'CorrectionOpened'],
  'refused': ['CorrectionOpened'],
  'lapsed': ['LapseUndone'],
  'lapse-undone': DECIDED,
  'correction': ['DossierResolved'],
};

/** Whether what has happened since makes a notice of this event pointless. */
export const isOvertaken = (template: Template, told: LoggedEvent, since: readonly LoggedEvent[]): boolean =>
  since.some(({ type, payload }) => OVERTAKEN_BY[template]?.includes(type) === true && isOfSame(told.payload, payload));

/** Parallel branches have supplements of their own: another one's arrival settles nothing here. */
const isOfSame = (told: DossierEvent, later: DossierEvent): boolean =>
  !(told.type === 'SupplementRequested' && later.type === 'SupplementProvided') || told.supplement.n === later.n;

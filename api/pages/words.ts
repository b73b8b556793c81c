import type { Language } from '../language';
import { html } from './html';
import type { Markup } from './html';

/** A sentence in the language of the page. */
export type Say = (vi: string, en: string) => string;
export const speaker = (language: Language): Say => (vi, en) => (language === 'vi' ? vi : en);

/** `04/04/2022`, of a timestamp in official local time. */
export const day = (timestamp: string): string => timestamp.slice(0, 10).split('-').reverse().join('/');

const isMidnight = (timestamp: string): boolean => timestamp.slice(11, 16) === '00:00';

/** The last day of a limit: midnight is the end of the day before. */
export const lastDay = (timestamp: string): string => (isMidnight(timestamp) ? day(new Date(Date.parse(`${timestamp.slice(0, 10)}T00:00Z`) - 1).toISOString()) : day(timestamp));

/** `17:00 ngày 04/04/2022`. */
export const moment = (timestamp: string, language: Language): string => `${isMidnight(timestamp) ? '24:00' : timestamp.slice(11, 16)} ${speaker(language)('ngày', 'on')} ${lastDay(timestamp)}`;

/** `120.000 đồng`. */
export const dong = (amount: number, language: Language): string => `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} ${speaker(language)('đồng', 'dong')}`;

/** What was typed from the receipt. */
export interface Typed {
  readonly code: string;
  readonly secret: string;
}

/** Without cookies, each form brings the receipt's codes along. */
export const heldReceipt = ({ code, secret }: Typed): Markup => html`<input type="hidden" name="code" value="${code}"><input type="hidden" name="secret" value="${secret}">`;

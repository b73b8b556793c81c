import { atMinute } from '../../domain/calendar/local-time';
import { parseQuietHours, quietUntil } from '../../integrations/notify/quiet-hours';
import { smsOf, SMS_LENGTH, withoutDiacritics } from '../../integrations/notify/short-text';
import { ENGLISH } from '../../integrations/notify/templates/en';
import { showInstant, type About, type Template, type TemplateData } from '../../integrations/notify/templates/template';
import { VIETNAMESE } from '../../integrations/notify/templates/vi';

const AT = atMinute('2026-12-31', 17 * 60);
/** The longest that the catalogue and the code's form allow. */
const about: About = {
  name: 'Giàng Thị Nguyệt Ánh Dương Hoàng Phương Thảo',
  dossier: 'H35.412.012.013-260213-00000001',
  procedure: 'Đăng ký biến động khi chuyển nhượng, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất, tài sản gắn liền với đất',
  unit: 'Bộ phận Tiếp nhận và Trả kết quả của Ủy ban nhân dân xã Mường Than, huyện Than Uyên, tỉnh Lai Châu',
  tracking: { address: 'https://dichvucong.laichau.gov.vn/tra-cuu/H35.412.012.013-260213-00000001', secret: '7K2M-9QXT-R4DH' },
};
const line = { dossier: about.dossier, task: 'Thẩm định', subject: 'task', level: 'overdue', due: AT, escalated: true } as const;
const DATA: TemplateData = {
  'received': { at: AT },
  'accepted': { due: AT },
  'supplement-wanted': { items: ['Đơn'], until: AT },
  'supplement-confirmed': { due: AT },
  'appointment-moved': { due: AT },
  'apology': { newDue: AT },
  'obligation-noticed': { reference: 'x'.repeat(200) },
  'obligation-settled': { due: AT },
  'result-ready': {},
  'refused': {},
  'intake-refused': {},
  'lapsed': {},
  'lapse-undone': {},
  'stopped': {},
  'withdrawn': {},
  'correction': {},
  'returned': {},
  'task-assigned': { task: 'Thẩm định', due: AT },
  'escalation': { lines: [line], total: 12_345 },
  'access-alert': {
    alert: 'night-reading',
    alarm: 123_456,
    who: `os:${'x'.repeat(100)}`,
    dossiers: 123_456,
    searches: 123_456,
    first: AT,
    last: AT,
  },
  'account-change': { what: 'stand-in-given', by: `os:${'x'.repeat(100)}`, detail: `leader@H35.12 ${'x'.repeat(100)}`, at: AT },
  'digest': { date: '2026-12-31', dueToday: 12_345, overdue: 12_345, escalated: 12_345, lines: [line], total: 5 },
};
const written = Object.keys(DATA).flatMap((template) =>
  ([['vi', VIETNAMESE], ['en', ENGLISH]] as const).map(([language, templates]) => {
    const write = templates[template as Template] as (data: object, about: About) => ReturnType<(typeof templates)['accepted']>;
    return { template, language, text: write(DATA[template as Template], about) };
  }),
);

/** GSM-7 without its extension table, as one SMS of 160 letters is counted. */
const GSM_7 = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?]*$/;

test.each(written)('$template in $language fits one SMS, its indispensable sentence whole', ({ text }) => {
  const sms = smsOf(text.short);
  expect(sms.length).toBeLessThanOrEqual(SMS_LENGTH);
  expect(sms).toMatch(GSM_7);
  expect(sms.startsWith(withoutDiacritics(text.short[0]))).toBe(true);
  expect(sms).not.toContain('Giang');
});

test.each(written)('$template in $language has no hole in it', ({ text }) => {
  expect([text.subject, ...text.body, ...text.short].join('\n')).not.toMatch(/undefined|null|NaN|\[object/);
});

test('an SMS keeps the secret of the receipt, and of the rest what fits', () => {
  expect(smsOf(VIETNAMESE.accepted({ due: AT }, about).short)).toContain('Ma tra cuu: 7K2M-9QXT-R4DH.');
});

test('dates are written as Vietnamese offices write them', () => {
  expect(showInstant(AT)).toBe('31/12/2026 17:00');
});

test('quiet hours go over midnight, end at their minute, and may be none', () => {
  const usual = parseQuietHours('21:00-07:00')!;
  const at = (minute: number) => quietUntil(usual, atMinute('2026-12-31', minute));
  expect([at(20 * 60 + 59), at(7 * 60)]).toEqual([null, null]);
  expect([at(21 * 60), at(6 * 60 + 59)]).toEqual([atMinute('2027-01-01', 420), atMinute('2026-12-31', 420)]);
  expect(quietUntil(parseQuietHours('12:00-13:30')!, atMinute('2026-12-31', 750))).toBe(atMinute('2026-12-31', 810));
  expect(quietUntil(parseQuietHours('00:00-00:00')!, AT)).toBeNull();
  expect(['21-7', '24:00-07:00', '21:00', ''].map(parseQuietHours)).toEqual(Array(4).fill(undefined));
});

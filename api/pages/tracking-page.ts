import type { z } from 'zod';
import type { OwnComplaint, TrackedStep, Tracking } from '../../contracts/http/tracking';
import type { Text } from '../../domain/text';
import type { Language } from '../language';
import { html } from './html';
import type { Markup } from './html';
import { complaintSection, ratingSection } from './voice-forms';
import { day, dong, heldReceipt, lastDay, moment, speaker } from './words';
import type { Say, Typed } from './words';

type View = z.output<typeof Tracking>;
type Step = z.output<typeof TrackedStep>;

/** The form that asks for code and secret; with what was wrong, if something was. */
export interface Asking {
  readonly typed: Typed;
  readonly problem?: string;
}

/** A dossier as its applicant sees it, with what came of what they have just sent. */
export interface Shown {
  readonly typed: Typed;
  readonly view: View;
  readonly complaints: readonly z.output<typeof OwnComplaint>[];
  /** Makes one complaint of a form that is sent twice. */
  readonly complaintKey: string;
  readonly done?: string;
  readonly problem?: string;
  /** What stood in the forms when they were refused. */
  readonly draft?: Readonly<Record<string, string>>;
}

export interface Frame {
  readonly language: Language;
  readonly training: boolean;
  readonly stylesheet: string;
}

export const askingPage = (frame: Frame, { typed, problem }: Asking): string => {
  const say = speaker(frame.language);
  return page(frame, { title: say('Tra cứu hồ sơ', 'Track a dossier'), switcher: switchLink(frame.language, typed.code) }, html`
    ${problem !== undefined && problemBox(problem)}
    <form method="post" action="/tracking?lang=${frame.language}" class="box">
      <p>${say('Nhập hai mã in trên giấy tiếp nhận hồ sơ và hẹn trả kết quả.', 'Type the two codes that are printed on your receipt.')}</p>
      <label for="code">${say('Mã hồ sơ', 'Dossier code')}</label>
      <p class="hint" id="code-hint">${say('Ví dụ', 'Such as')} H35.41.01.01-220314-0001</p>
      <input id="code" name="code" value="${typed.code}" aria-describedby="code-hint" maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" required>
      <label for="secret">${say('Mã tra cứu', 'Tracking code')}</label>
      <p class="hint" id="secret-hint">${say('12 chữ và số, ví dụ', '12 letters and digits, such as')} 7K2M-9QXT-R4DH</p>
      <input id="secret" name="secret" aria-describedby="secret-hint" maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false" required>
      <button>${say('Xem hồ sơ', 'Show the dossier')}</button>
    </form>
    <p>${say('Mất giấy tiếp nhận? Hãy đến nơi đã nộp hồ sơ để được in lại.', 'Lost the receipt? It is printed again where you handed in the dossier.')}</p>`);
};

export const shownPage = (frame: Frame, shown: Shown): string => {
  const { language } = frame;
  const say = speaker(language);
  const { typed, view, done, problem } = shown;
  const code = view.code ?? typed.code;
  return page(frame, { title: `${say('Hồ sơ', 'Dossier')} ${code}`, switcher: switchForm(language, typed) }, html`
    ${done !== undefined && html`<p class="box good" role="status">${done}</p>`}
    ${problem !== undefined && problemBox(problem)}
    <p class="procedure">${view.procedure.name[language]}</p>
    <section class="box ${view.overdue && 'late'}">
      <h2>${say('Hồ sơ đang ở đâu', 'Where it stands')}</h2>
      <p class="words">${view.status.words[language]}.</p>
    </section>
    ${todoSection(view, language)}
    ${datesSection(view, language)}
    ${view.apologies.map((apology) => apologyLetter(view, apology, language))}
    ${stepsSection(view.steps, language)}
    ${ratingSection(shown, language)}
    ${complaintSection(shown, language)}
    <p><a href="/tracking?lang=${language}">${say('Tra cứu hồ sơ khác', 'Track another dossier')}</a></p>`);
};

/** The one thing an applicant must not miss: what is wanted of them, where, and until when. */
function todoSection(view: View, language: Language): Markup {
  const todo = todoOf(view, language);
  const say = speaker(language);
  return html`<section class="box ${todo.length > 0 && 'todo'}">
      <h2>${say('Ông/bà cần làm gì bây giờ', 'What you have to do now')}</h2>
      ${todo.length > 0 ? todo : html`<p>${nothingToDo(view, say)}</p>`}
    </section>`;
}

function nothingToDo({ status, unit }: View, say: Say): string {
  if (status.national === 3) return say(`Xem lý do trong phiếu từ chối, hoặc hỏi tại ${unit.name.vi}. Khi đủ điều kiện, ông/bà có thể nộp lại.`, `Read the reasons in the notice, or ask at ${unit.name.en}. You may hand it in again once nothing stands against it.`);
  if ([7, 8, 10].includes(status.national)) return say('Hồ sơ đã kết thúc. Ông/bà không phải làm gì thêm.', 'The dossier is closed. There is nothing more to do.');
  return say('Ông/bà chưa cần làm gì.', 'Nothing for now.');
}

function todoOf(view: View, language: Language): Markup[] {
  const say = speaker(language);
  const unit = view.unit.name[language];
  const { result } = view;
  return [
    ...view.supplementWanted.map(({ items, until, sentAt }) =>
      sentAt === null
        ? html`<p>${say('Bổ sung giấy tờ sau, chậm nhất', 'Add the following, at the latest by')} <strong>${moment(until, language)}</strong>:</p>
      <ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
      <p>${say(`Mang đến ${unit}. Quá hạn này hồ sơ sẽ không được giải quyết tiếp.`, `Bring it to ${unit}. After that date the dossier is closed.`)}</p>`
        : html`<p>${say(`Đã nhận giấy tờ bổ sung ngày ${day(sentAt)}, đang kiểm tra. Ông/bà chưa cần làm gì thêm.`, `What you added on ${day(sentAt)} is being checked. Nothing more for now.`)}</p>`,
    ),
    ...view.paymentWanted.map(({ kind, name, amount }) =>
      kind === 'fee'
        ? html`<p>${say('Nộp', 'Pay')} ${name[language]}${amount !== null && html`: <strong>${dong(amount, language)}</strong>`} ${say(`tại ${unit}`, `at ${unit}`)}.</p>`
        : html`<p>${say('Nộp tiền theo thông báo đã gửi cho ông/bà', 'Pay by the notice that was sent to you')} (${name[language]}). ${say('Trong thời gian chờ nộp tiền, thời hạn giải quyết tạm dừng.', 'Until then the time does not count.')}</p>`,
    ),
    ...(result !== null && result.returnedAt === null
      ? [html`<p>${say('Đến', 'Go to')} <strong>${result.fetchAt.name[language]}</strong> ${say('nhận kết quả. Mang theo giấy tiếp nhận và giấy tờ tùy thân.', 'to fetch the result. Bring your receipt and a proof of identity.')}</p>`]
      : []),
  ];
}

function datesSection(view: View, language: Language): Markup {
  const say = speaker(language);
  const { appointmentAt, originalAppointmentAt, result, heldBy } = view;
  const rows: readonly (readonly [string, Markup | string] | false)[] = [
    [say('Ngày nộp', 'Handed in'), day(view.submittedAt)],
    view.acceptedAt !== null && [say('Ngày tiếp nhận', 'Accepted'), day(view.acceptedAt)],
    appointmentAt !== null && [
      say('Hẹn trả kết quả', 'Result promised for'),
      html`<strong>${moment(appointmentAt, language)}</strong>${view.overdue && html` <span class="mark">${say('đã quá hẹn', 'has passed')}</span>`}${view.clockStopped && html` <span class="mark">${say('đang tạm dừng tính thời hạn', 'the time stands still')}</span>`}`,
    ],
    originalAppointmentAt !== null && originalAppointmentAt !== appointmentAt && [say('Hẹn lần đầu', 'First promised for'), moment(originalAppointmentAt, language)],
    heldBy.length > 0 && [say('Đang giải quyết tại', 'Now at'), heldBy.map(({ name }) => name[language]).join('; ')],
    result !== null && [say('Kết quả', 'Result'), html`${result.refused ? say('Không được chấp thuận; lý do có trong văn bản trả lời', 'Not granted; the reasons are in the answer') : result.name[language]} (${say('có từ', 'since')} ${day(result.readyAt)})`],
    result?.returnedAt != null && [say('Đã trả ngày', 'Handed over'), html`${day(result.returnedAt)}${result.way !== null && ` – ${WAYS[result.way][language]}`}`],
    [say('Nơi nhận kết quả', 'Where to fetch it'), view.unit.name[language]],
  ];
  return html`<section class="box">
      <h2>${say('Ngày tháng', 'Dates')}</h2>
      <dl>${rows.map((row) => row && html`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`)}</dl>
    </section>`;
}

const WAYS: Readonly<Record<'counter' | 'post' | 'electronic', Text>> = {
  counter: { vi: 'tại quầy', en: 'at the window' },
  post: { vi: 'qua bưu chính', en: 'by post' },
  electronic: { vi: 'bản điện tử', en: 'electronically' },
};

function apologyLetter(view: View, { at, newDate }: View['apologies'][number], language: Language): Markup {
  const say = speaker(language);
  const promised = view.originalAppointmentAt;
  return html`<section class="box letter">
      <h2>${say('Thư xin lỗi', 'Letter of apology')}</h2>
      <p>${say(
        `Hồ sơ của ông/bà ${promised === null ? '' : `đã được hẹn trả kết quả ngày ${lastDay(promised)} nhưng `}chưa thể giải quyết xong đúng hẹn. Các cơ quan giải quyết hồ sơ thành thật xin lỗi ông/bà.`,
        `Your dossier ${promised === null ? '' : `was promised for ${lastDay(promised)} but `}could not be finished in time. The agencies that process it apologise to you.`,
      )}</p>
      ${newDate !== null && html`<p>${say('Ngày hẹn trả kết quả mới', 'The result is now promised for')}: <strong>${moment(newDate, language)}</strong>.</p>`}
      <p class="hint">${view.unit.name[language]}, ${day(at)}</p>
    </section>`;
}

const STEP_WORDS: Readonly<Record<Step['status'], Text & { readonly sign: string }>> = {
  'not-begun': { sign: '', vi: 'Chưa đến', en: 'Still to come' },
  waiting: { sign: '→', vi: 'Đã chuyển đến, chờ nhận', en: 'Passed on, not yet taken up' },
  'in-work': { sign: '●', vi: 'Đang giải quyết', en: 'In work' },
  stopped: { sign: '‖', vi: 'Tạm dừng', en: 'Stands still' },
  done: { sign: '✓', vi: 'Đã xong', en: 'Done' },
  cancelled: { sign: '–', vi: 'Không thực hiện nữa', en: 'Not done any more' },
};

function stepsSection(steps: readonly Step[], language: Language): Markup {
  const say = speaker(language);
  return html`<section class="box">
      <h2>${say('Các bước giải quyết', 'The steps')}</h2>
      <ol class="steps">${steps.map((step) => html`<li class="step ${step.status}">
        <span class="sign" aria-hidden="true">${STEP_WORDS[step.status].sign}</span>
        <div>
          <p class="name">${step.name[language]}</p>
          ${step.at !== null && html`<p>${step.at.name[language]}</p>`}
          <p class="when"><b>${STEP_WORDS[step.status][language]}</b>${stepDates(step, language)}</p>
        </div>
      </li>`)}</ol>
    </section>`;
}

function stepDates({ status, beganAt, plannedEnd, endedAt, limit }: Step, language: Language): string {
  const say = speaker(language);
  if (beganAt === null) return limit === null ? '' : ` · ${limit[language]}`;
  if (endedAt !== null) return ` · ${day(beganAt) === day(endedAt) ? day(endedAt) : `${day(beganAt)} – ${day(endedAt)}`}`;
  const planned = plannedEnd === null || status === 'stopped' ? '' : `, ${say('dự kiến xong', 'planned until')} ${lastDay(plannedEnd)}`;
  return ` · ${say('từ', 'since')} ${day(beganAt)}${planned}`;
}

const problemBox = (problem: string): Markup => html`<p class="box problem" role="alert">${problem}</p>`;

/** The other language: a link where nothing was shown yet, a form where the receipt was. */
const switchLink = (language: Language, code: string): Markup => {
  const other = language === 'vi' ? 'en' : 'vi';
  return html`<a class="switch" lang="${other}" href="/tracking?lang=${other}${code !== '' && `&code=${encodeURIComponent(code)}`}">${language === 'vi' ? 'English' : 'Tiếng Việt'}</a>`;
};
const switchForm = (language: Language, typed: Typed): Markup => {
  const other = language === 'vi' ? 'en' : 'vi';
  return html`<form method="post" action="/tracking?lang=${other}">${heldReceipt(typed)}<button class="switch" lang="${other}">${language === 'vi' ? 'English' : 'Tiếng Việt'}</button></form>`;
};

function page({ language, training, stylesheet }: Frame, { title, switcher }: { readonly title: string; readonly switcher: Markup }, content: Markup): string {
  const say = speaker(language);
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title} · ${say('Một cửa liên thông', 'One-stop processing')}</title>
    <link rel="stylesheet" href="${stylesheet}">
  </head>
  <body>
    <header>
      <div class="top"><p>${say('Một cửa liên thông', 'One-stop processing')}</p>${switcher}</div>
      ${training && html`<p class="training">${say('Thực hành – không phải hồ sơ thật', 'Training – no real dossiers')}</p>`}
    </header>
    <main>
    <h1>${title}</h1>${content}
    </main>
    <footer><a href="/procedures">${say('Thủ tục', 'Procedures')}</a> <a href="/when-ready">${say('Khi nào có kết quả?', 'When would it be ready?')}</a> <a href="/public-statistics">${say('Số liệu công khai', 'Public figures')}</a></footer>
  </body>
</html>
`.text;
}

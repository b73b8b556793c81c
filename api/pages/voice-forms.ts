import type { Text } from '../../domain/text';
import type { Language } from '../language';
import { html } from './html';
import type { Markup } from './html';
import type { Shown } from './tracking-page';
import { day, heldReceipt, speaker } from './words';

export const SCORES = ['attitude', 'time', 'ease'] as const;
const QUESTIONS: Readonly<Record<(typeof SCORES)[number], Text>> = {
  attitude: { vi: 'Thái độ phục vụ', en: 'How you were treated' },
  time: { vi: 'Thời gian giải quyết', en: 'How long it took' },
  ease: { vi: 'Mức độ thuận tiện', en: 'How easy it was' },
};
const ANSWERS: readonly Text[] = [
  { vi: 'Rất không hài lòng', en: 'Very bad' },
  { vi: 'Không hài lòng', en: 'Bad' },
  { vi: 'Bình thường', en: 'Fair' },
  { vi: 'Hài lòng', en: 'Good' },
  { vi: 'Rất hài lòng', en: 'Very good' },
];

/** Once there is a result: how it went, changeable for ten days. */
export function ratingSection({ typed, view, draft }: Shown, language: Language): Markup | false {
  const say = speaker(language);
  const { open, given } = view.rating;
  if (!open && given === null) return false;
  const chosen = (score: (typeof SCORES)[number]): number => Number(draft?.[score] ?? given?.[score] ?? 0);
  return html`<section class="box">
      <h2>${say('Đánh giá phục vụ', 'Rate the service')}</h2>
      ${given !== null && html`<p>${say(`Ông/bà đã đánh giá ngày ${day(given.ratedAt)}.`, `You rated it on ${day(given.ratedAt)}.`)} ${open && say(`Có thể sửa đến ngày ${day(given.changeableUntil)}.`, `You may change it until ${day(given.changeableUntil)}.`)}</p>`}
      ${open && html`<form method="post" action="/tracking/rating?lang=${language}">${heldReceipt(typed)}
        ${SCORES.map((score) => html`<fieldset><legend>${QUESTIONS[score][language]}</legend>
          ${ANSWERS.map((answer, i) => html`<label class="choice"><input type="radio" name="${score}" value="${i + 1}" required${chosen(score) === i + 1 && html` checked`}> ${answer[language]}</label>`)}</fieldset>`)}
        <label for="comment">${say('Ý kiến thêm (không bắt buộc)', 'Anything else (not required)')}</label>
        <textarea id="comment" name="comment" rows="3" maxlength="5000">${draft?.['comment'] ?? given?.comment}</textarea>
        <button>${given === null ? say('Gửi đánh giá', 'Send') : say('Sửa đánh giá', 'Change')}</button>
      </form>`}
    </section>`;
}

/** Complaints sent so far with their answers, and the form for another. */
export function complaintSection({ typed, complaints, complaintKey, draft }: Shown, language: Language): Markup {
  const say = speaker(language);
  return html`<section class="box">
      <h2>${say('Phản ánh, kiến nghị', 'Complaints')}</h2>
      ${complaints.map(
        ({ text, receivedAt, dueAt, answer, answeredAt }) => html`<article>
        <h3>${say('Gửi ngày', 'Sent on')} ${day(receivedAt)}</h3>
        <blockquote>${text ?? say('(đã xóa)', '(erased)')}</blockquote>
        ${answeredAt === null ? html`<p>${say(`Sẽ được trả lời chậm nhất ngày ${day(dueAt)}.`, `It will be answered by ${day(dueAt)}.`)}</p>` : html`<p><b>${say('Trả lời ngày', 'Answered on')} ${day(answeredAt)}:</b></p><blockquote>${answer ?? say('(đã xóa)', '(erased)')}</blockquote>`}
      </article>`,
      )}
      <form method="post" action="/tracking/complaint?lang=${language}">${heldReceipt(typed)}<input type="hidden" name="key" value="${complaintKey}">
        <label for="text">${say('Nội dung phản ánh', 'What is wrong')}</label>
        <textarea id="text" name="text" rows="5" maxlength="5000" required>${draft?.['text']}</textarea>
        <label for="contact">${say('Số điện thoại hoặc cách liên hệ (không bắt buộc)', 'Where to reach you (not required)')}</label>
        <input id="contact" name="contact" value="${draft?.['contact']}" maxlength="200" autocomplete="tel">
        <button>${say('Gửi phản ánh', 'Send')}</button>
      </form>
    </section>`;
}

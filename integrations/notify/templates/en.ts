import { showDate, showInstant, type About, type AccountChange, type Templates, type Text } from './template';

const toApplicant = (about: About, { subject, body, short }: Text): Text => ({
  subject,
  body: [
    `Dear ${about.name ?? 'Sir or Madam'},`,
    ...body,
    ...(about.tracking === null ? [] : [`You can follow your dossier at: ${about.tracking.address}\nTracking secret: ${about.tracking.secret}`]),
    `Yours sincerely,\n${about.unit}`,
    'This message was sent automatically; please do not reply to this address.',
  ],
  short,
});

const toOfficer = (about: About, { subject, body, short }: Text): Text => ({
  subject,
  body: [`Dear ${about.name ?? about.unit},`, ...body, 'This message was sent automatically by the one-stop system; please do not reply to this address.'],
  short,
});

const ACCOUNT: Readonly<Record<AccountChange['what'], string>> = {
  'password-reset': 'The password was reset',
  'second-factor-reset': 'All second factors were taken away',
  'second-factor-added': 'A second factor was added',
  'second-factor-removed': 'A second factor was taken away',
  'recovery-code-used': 'A recovery code was used',
  'recovery-codes-renewed': 'New recovery codes were made',
  'password-changed': 'The password was changed',
  proposed: 'Something was proposed about your rights and waits for a second person',
  'proposal-confirmed': 'What you proposed was confirmed',
  'proposal-refused': 'A proposal was refused',
  'post-given': 'You were given a post',
  'post-moved': 'The end of your post was moved',
  'post-ended': 'Your post ends',
  'stand-in-given': 'Somebody stands in for you',
  'stand-in-moved': 'The end of a stand-in for you was moved',
  'stand-in-ended': 'A stand-in for you ends',
  'grants-changed': 'Your grants were changed',
  'sign-in-changed': 'How you sign in was changed',
  'operator-confirmed': 'The operator alone confirmed a request',
};

const procedure = (about: About): string => `Procedure: ${about.procedure}`;
const code = (about: About): string => `Dossier: ${about.dossier}`;
const secret = (about: About): string[] => (about.tracking === null ? [] : [`Tracking secret: ${about.tracking.secret}.`]);
const follow = (about: About): string[] => (about.tracking === null ? [] : [`Follow it at ${about.tracking.address}`]);

const level = (name: string): string =>
  name === 'warning' ? 'due soon'
  : name === 'overdue' ? 'overdue'
  : name === 'apology-wanted' ? 'a letter of apology with a new date is wanted'
  : `overdue, escalated to level ${name.replace(/^escalation-/, '')}`;

const SUBJECTS = { task: 'task', appointment: 'appointment date', supplement: 'confirming a supplement' } as const;
const more = (count: number): string[] => (count > 0 ? [`… and ${count} more in the work list.`] : []);

export const ENGLISH: Templates = {
  'received': ({ at }, about) =>
    toApplicant(about, {
      subject: 'Your online submission has arrived',
      body: [
        `${about.unit} has your submission of ${showInstant(at)} and is checking it.`,
        procedure(about),
        'Once it is accepted you will be sent the dossier code and the appointment date.',
      ],
      short: [`Your submission of ${showInstant(at)} has arrived and is being checked.`, `${about.unit}.`],
    }),
  'accepted': ({ due }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: receipt and appointment`,
      body: [`${about.unit} has accepted your dossier.`, `${code(about)}\n${procedure(about)}\nAppointment date: ${showInstant(due)}`],
      short: [`Dossier ${about.dossier} was accepted; result expected ${showInstant(due)}.`, ...secret(about), ...follow(about), `${about.unit}.`],
    }),
  'supplement-wanted': ({ items, until }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: please supplement it before ${showInstant(until)}`,
      body: [
        'Your dossier is not complete yet.',
        `${code(about)}\n${procedure(about)}`,
        `Please add:\n${items.map((item) => `- ${item}`).join('\n')}`,
        `Please send everything before ${showInstant(until)}. After that the dossier will be closed.`,
      ],
      short: [`Dossier ${about.dossier}: documents are missing, please add them before ${showInstant(until)}.`, 'Details at the one-stop unit or on the tracking page.', ...follow(about)],
    }),
  'supplement-confirmed': ({ due }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: your supplement is complete`,
      body: [
        'What you added is complete, and your dossier is being processed.',
        `${code(about)}\n${procedure(about)}${due === null ? '' : `\nAppointment date: ${showInstant(due)}`}`,
      ],
      short: [`Dossier ${about.dossier}: your supplement is complete${due === null ? '' : `; result expected ${showInstant(due)}`}.`, ...follow(about)],
    }),
  'appointment-moved': ({ due }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: the appointment date has changed`,
      body: [
        'The official calendar of working days was changed, so your appointment date was counted again.',
        `${code(about)}\n${procedure(about)}\nAppointment date: ${showInstant(due)}`,
      ],
      short: [`Dossier ${about.dossier}: the official calendar changed; result expected ${showInstant(due)}.`, ...follow(about)],
    }),
  'apology': ({ newDue }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: apology${newDue === null ? ' for the delay' : ' and new appointment date'}`,
      body: [
        `${about.unit} sincerely apologises that your dossier was not settled on time.`,
        `${code(about)}\n${procedure(about)}${newDue === null ? '' : `\nNew appointment date: ${showInstant(newDue)}`}`,
        'The reason stands in the letter of apology at the one-stop unit and on the tracking page.',
      ],
      short: [
        newDue === null
          ? `Dossier ${about.dossier} was not settled on time. We sincerely apologise.`
          : `Dossier ${about.dossier} was not settled on time; new date ${showInstant(newDue)}. We sincerely apologise.`,
        ...follow(about),
      ],
    }),
  'obligation-noticed': ({ reference }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: notice of a payment`,
      body: [
        'A notice of what you owe the State for this dossier has been issued.',
        `${code(about)}\n${procedure(about)}\nNotice: ${reference}`,
        'Please pay as the notice says. Time goes on being counted when proof of payment is here.',
      ],
      short: [`Dossier ${about.dossier}: a payment notice was issued, please pay as it says.`, `Notice: ${reference}.`, ...follow(about)],
    }),
  'obligation-settled': ({ due }, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: your payment obligation is settled`,
      body: ['Your payment obligation is settled, and your dossier is being processed.', `${code(about)}\n${procedure(about)}\nAppointment date: ${showInstant(due)}`],
      short: [`Dossier ${about.dossier}: payment obligation settled; result expected ${showInstant(due)}.`, ...follow(about)],
    }),
  'result-ready': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: the result is ready`,
      body: [
        'The result of your dossier is ready.',
        `${code(about)}\n${procedure(about)}\nWhere to collect it: ${about.unit}`,
        'Please bring the receipt and an identity document. If you asked for delivery by post or online, you need not come.',
      ],
      short: [`Dossier ${about.dossier}: the result is ready to be collected.`, `Where: ${about.unit}.`, ...follow(about)],
    }),
  'refused': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: the request was not granted`,
      body: [
        'The competent agency has processed your dossier and regrets that your request cannot be granted.',
        `${code(about)}\n${procedure(about)}\nWhere to collect the written answer: ${about.unit}`,
        'The reasons stand in the written answer at the one-stop unit and on the tracking page.',
      ],
      short: [`Dossier ${about.dossier} was not granted. Reasons at the one-stop unit or on the tracking page.`, ...follow(about)],
    }),
  'intake-refused': (_, about) =>
    toApplicant(about, {
      subject: 'Your dossier could not be accepted',
      body: [
        `${about.unit} regrets that your dossier could not be accepted.`,
        procedure(about),
        'The reasons stand in the refusal slip at the one-stop unit and on the tracking page.',
      ],
      short: ['Your dossier could not be accepted. Reasons at the one-stop unit or on the tracking page.', `${about.unit}.`],
    }),
  'lapsed': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: closed because the supplement did not come`,
      body: [
        'The documents asked for did not come in time, so your dossier was closed.',
        `${code(about)}\n${procedure(about)}`,
        'You may hand in a new dossier, or ask at the one-stop unit if you sent them in time.',
      ],
      short: [`Dossier ${about.dossier} was closed: the supplement did not come in time. Please ask at the one-stop unit.`, ...follow(about)],
    }),
  'lapse-undone': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: reopened`,
      body: ['What you added had come in time, so your dossier was reopened and is being processed.', `${code(about)}\n${procedure(about)}`],
      short: [`Dossier ${about.dossier} was reopened and is being processed.`, ...follow(about)],
    }),
  'stopped': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: processing has stopped`,
      body: ['At your request the processing of your dossier has stopped.', `${code(about)}\n${procedure(about)}`, `You can collect the papers you handed in at ${about.unit}.`],
      short: [`Dossier ${about.dossier}: processing has stopped at your request.`, ...follow(about)],
    }),
  'withdrawn': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: withdrawn`,
      body: ['At your request your dossier was withdrawn.', `${code(about)}\n${procedure(about)}`, `You can collect the papers you handed in at ${about.unit}.`],
      short: [`Dossier ${about.dossier} was withdrawn at your request.`, ...follow(about)],
    }),
  'correction': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: being corrected`,
      body: [
        'The result contains an error of the agency, which is being corrected. You need not hand in or pay anything more. We sincerely apologise.',
        `${code(about)}\n${procedure(about)}`,
      ],
      short: [`Dossier ${about.dossier}: an error in the result is being corrected. We sincerely apologise.`, ...follow(about)],
    }),
  'returned': (_, about) =>
    toApplicant(about, {
      subject: `Dossier ${about.dossier}: result delivered, please rate it`,
      body: [
        'The result of your dossier was delivered. Thank you for using the public service.',
        `${code(about)}\n${procedure(about)}`,
        'You are invited to rate how your dossier was handled on the tracking page.',
      ],
      short: [`Dossier ${about.dossier}: result delivered. Thank you; please rate how it was handled.`, ...follow(about)],
    }),
  'task-assigned': ({ task, due }, about) =>
    toOfficer(about, {
      subject: `${about.dossier}: ${task}`,
      body: ['A new task was assigned.', `Task: ${task}\n${code(about)}\n${procedure(about)}${due === null ? '' : `\nDue: ${showInstant(due)}`}`],
      short: [`New task, dossier ${about.dossier}${due === null ? '' : `, due ${showInstant(due)}`}.`, `${task}.`],
    }),
  'escalation': ({ lines, total }, about) =>
    toOfficer(about, {
      subject: `${total} matters need attention at ${about.unit}`,
      body: [
        'These are due soon or overdue:',
        [
          ...lines.map(({ dossier, task, subject, level: name, due }) => `- ${dossier}: ${task ?? SUBJECTS[subject]} – ${level(name)} (due ${showInstant(due)})`),
          ...more(total - lines.length),
        ].join('\n'),
      ],
      short: [`${total} matters are due soon or overdue, see the work list.`, `${about.unit}.`],
    }),
  'access-alert': ({ alert, alarm, who, dossiers, searches, first, last }, about) => {
    const read = `${who} read the data of ${dossiers} dossiers and searched ${searches} times`;
    const what = {
      'mass-reading': `${read} within an hour`,
      'night-reading': `${read} outside office hours`,
      'sign-in-failures': `${searches} sign-ins failed under the name "${who}" within an hour`,
    }[alert];
    return toOfficer(about, {
      subject: `Alarm ${alarm}: ${what}`,
      body: [
        `${what}.`,
        `From ${showInstant(first)} to ${showInstant(last)} (real time).`,
        `The access log says which dossiers. Whoever has looked into it closes alarm ${alarm} with what was found.`,
      ],
      short: [`Alarm ${alarm}: ${who.slice(0, 60)}: ${dossiers} dossiers, ${searches} tries.`, `${what}.`],
    });
  },
  'account-change': ({ what, by, detail, at }, about) => {
    const said = detail === null ? ACCOUNT[what] : `${ACCOUNT[what]} (${detail.slice(0, 60)})`;
    return toOfficer(about, {
      subject: ACCOUNT[what],
      body: [`${said}.`, `${by}, ${showInstant(at)} (real time).`, 'If this is not right, tell an administrator or an auditor at once.'],
      short: [`${ACCOUNT[what]}.`, `${by.slice(0, 60)}.`],
    });
  },
  'digest': ({ date, dueToday, overdue, escalated, lines, total }, about) =>
    toOfficer(about, {
      subject: `Work of ${showDate(date)}: ${dueToday} due, ${overdue} overdue`,
      body: [
        `The work of ${about.unit} on ${showDate(date)}:`,
        `Due today: ${dueToday}\nOverdue: ${overdue}\nEscalated: ${escalated}`,
        [
          ...lines.map(({ dossier, task, due, escalated: told }) => `- ${dossier}: ${task ?? SUBJECTS.task}, due ${showInstant(due)}${told ? ' (escalated)' : ''}`),
          ...more(total - lines.length),
        ].join('\n'),
      ],
      short: [`${showDate(date)}: ${dueToday} due, ${overdue} overdue, ${escalated} escalated.`, `${about.unit}.`],
    }),
};

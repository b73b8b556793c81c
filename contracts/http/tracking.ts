import { z } from 'zod';
import { severalLines } from '../plain-text';
import { AgencyCode, Bilingual, Timestamp, line } from './common';

/** An agency as a villager may know it: by its code and name, never by its people. */
const AgencyNamed = z.object({ agency: AgencyCode, name: Bilingual }).meta({ id: 'AgencyNamed' });

/** Status of each step, as Circular 22/2019/TT-BTTTT asks of a portal. */
export const TRACKED_STATUSES = ['not-begun', 'waiting', 'in-work', 'stopped', 'done', 'cancelled'] as const;

export const TrackedStep = z
  .object({
    name: Bilingual,
    at: AgencyNamed.nullable().describe('Null while it has not begun'),
    status: z.enum(TRACKED_STATUSES).describe('waiting: handed over, not yet acknowledged; stopped: a supplement is awaited'),
    beganAt: Timestamp.nullable(),
    plannedEnd: Timestamp.nullable().describe('Null before it begins, and where the law sets no limit of its own'),
    endedAt: Timestamp.nullable(),
    limit: Bilingual.nullable().describe('How long it may take'),
  })
  .meta({ id: 'TrackedStep' });

const Score = z.number().int().min(1).max(5);
const Scores = { attitude: Score.describe('How one was treated'), time: Score.describe('How long it took'), ease: Score.describe('How easy it was: papers, ways, number of visits') };
const LONGEST_WORDS = 5_000;
/** What people write to each other here. */
export const WrittenWords = severalLines(z.string().trim().min(1).max(LONGEST_WORDS)).transform((text) => text.normalize('NFC'));

export const RatingGiven = z.strictObject({ ...Scores, comment: WrittenWords.optional() }).meta({ id: 'RatingGiven', description: '1 is bad, 5 is good' });
export const Rating = z
  .object({ ...Scores, comment: z.string().nullable(), ratedAt: Timestamp, changeableUntil: Timestamp })
  .meta({ id: 'Rating' });

export const ComplaintGiven = z.strictObject({ text: WrittenWords, contact: line(200).optional().describe('Where to reach you, if you want to be reached') }).meta({ id: 'ComplaintGiven' });
export const OwnComplaint = z
  .object({
    complaintId: z.uuid(),
    receivedAt: Timestamp,
    dueAt: Timestamp.describe('By when it is answered: ten working days'),
    text: z.string().nullable().describe('Null after erasure'),
    contact: z.string().nullable(),
    answeredAt: Timestamp.nullable(),
    answer: z.string().nullable(),
  })
  .meta({ id: 'OwnComplaint' });
export const OwnComplaints = z.object({ items: z.array(OwnComplaint) }).meta({ id: 'OwnComplaints' });

/** What whoever holds the receipt may know. No personal data, no officer, nothing that officers wrote to each other. */
export const Tracking = z
  .object({
    code: z.string().nullable().describe('Legal code, from acceptance on'),
    status: z.object({ national: z.number().int().min(1).max(10), name: Bilingual, words: Bilingual.describe('In one sentence') }),
    procedure: z.object({ code: z.string(), name: Bilingual }),
    unit: AgencyNamed.describe('Where it was handed in and the result is fetched'),
    heldBy: z.array(AgencyNamed).describe('Who has it now'),
    submittedAt: Timestamp,
    acceptedAt: Timestamp.nullable(),
    appointmentAt: Timestamp.nullable().describe('When the result is promised'),
    originalAppointmentAt: Timestamp.nullable().describe('What the receipt promised first'),
    overdue: z.boolean(),
    clockStopped: z.boolean(),
    supplementWanted: z.array(z.object({ n: z.number().int(), items: z.array(z.string()), until: Timestamp, sentAt: Timestamp.nullable().describe('When you sent it; it is being checked since') })),
    paymentWanted: z.array(z.object({ kind: z.enum(['fee', 'financial-obligation']), name: Bilingual, amount: z.number().int().nullable().describe('Dong; null where the notice says it') })),
    apologies: z.array(z.object({ at: Timestamp, newDate: Timestamp.nullable() })),
    result: z
      .object({ readyAt: Timestamp, refused: z.boolean(), name: Bilingual, fetchAt: AgencyNamed, returnedAt: Timestamp.nullable(), way: z.enum(['counter', 'post', 'electronic']).nullable() })
      .nullable(),
    steps: z.array(TrackedStep),
    rating: z.object({ open: z.boolean().describe('May be given or changed now'), given: Rating.nullable() }),
  })
  .meta({ id: 'Tracking' });

import { z } from 'zod';
import { OFFICER_ROLES, TIERS } from '../domain/agency/agency';
import { CLOCK_START_RULES, type Limit } from '../domain/calendar/calendar';
import { parseLimit } from '../domain/calendar/limit';
import { FACT_NAME, NAME } from '../domain/procedure/check-names';
import { ESCALATION_ADDRESSEES, STEP_KINDS, type Block, type Condition, type Procedure } from '../domain/procedure/procedure';

// The messages given here are no sentences: schema-problems.ts makes the refusal, in both languages, from what they hold.

/** An object whose unknown keys are errors; the message of such an error lists the keys it may have. */
const strict = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined) });

const line = z.string().min(1).max(500).regex(/^[^\n\t]*$/, '"…" (one line)');
const paragraph = z.string().min(1).max(5000);
const name = z.string().max(100).regex(NAME, '"check-rights"');
const factName = z.string().max(100).regex(FACT_NAME, '"wantsIdCard"');
/** How partners' systems are registered: lower-case letters, digits, hyphens. */
const systems = z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, '"payment"')).min(1).max(10);
const text = strict({ vi: line, en: line }).meta({ id: 'Text', description: 'What people read, in both languages. Vietnamese is the official one.' });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '"2026-07-01"').meta({ description: 'A date in Asia/Ho_Chi_Minh.' });

const limit = z
  .string({ error: 'limit' })
  .max(60)
  .transform((written, context): Limit => {
    const read = parseLimit(written);
    if (read.ok) return read.value;
    context.addIssue({ code: 'custom', params: { refusal: read.refusal } });
    return z.NEVER;
  })
  .meta({
    id: 'Limit',
    description: 'An amount and a unit: "3 working days", "0.5 working days", "15 calendar days", "8 working hours". "0 working days" is the same day.',
  });

const provenance = strict({
  source: z.array(line).min(1).max(50),
  confidence: z.enum(['H', 'M', 'L']),
  assumed: z.array(line).max(50).optional(),
  note: paragraph.optional(),
}).meta({ id: 'Provenance', description: 'Where the facts come from, how sure they are, and which of them nobody has confirmed.' });

/** The forms a block and a condition may have, as a refusal shows them. */
const BLOCK_FORMS = '{ step: … }, { parallel: … }, { choice: … }, { goBackTo: … }';
const CONDITION_FORMS = '{ fact: …, is: … }, { fact: …, atLeast: … }, { outcome: …, is: … }, { not: … }, { every: [ … ] }, { some: [ … ] }';

const conditionForms = [
  strict({ fact: factName, is: z.union([z.string().max(100), z.number(), z.boolean()], { error: 'true, 100, building-site' }) }),
  strict({ fact: factName, atLeast: z.number() }),
  strict({ outcome: name, is: z.string().max(100) }),
  strict({
    get not() {
      return condition;
    },
  }),
  strict({
    get every() {
      return z.array(condition).min(1).max(50);
    },
  }),
  strict({
    get some() {
      return z.array(condition).min(1).max(50);
    },
  }),
] as const;
const condition: z.ZodType<Condition, unknown> = z
  .union(conditionForms, { error: CONDITION_FORMS })
  .meta({ id: 'Condition', description: 'A test on a fact, or on how an earlier step was decided.' });

const join = z
  .union([z.literal('all'), z.literal('any'), strict({ quorum: z.number() })], { error: 'all, any, { quorum: 2 }' })
  .meta({ id: 'Join', description: 'How many must have come in before the route goes on.' });

const consultation = strict({
  agencies: z.array(name).min(1).max(50),
  replyWithin: limit,
  silence: z.enum(['consent', 'escalate']),
  countsFrom: z.enum(['acknowledged', 'sent']).optional(),
  need: join.optional(),
});

const step = strict({
  step: name,
  kind: z.enum(STEP_KINDS),
  name: text,
  agency: name,
  officer: z.enum(OFFICER_ROLES),
  limit: limit.optional(),
  outcomes: z.array(name).min(1).max(20).optional(),
  consult: consultation.optional(),
  waitAtMost: limit.optional(),
  provenance: provenance.optional(),
}).meta({ id: 'Step' });

const branch = strict({
  branch: name,
  name: text.optional(),
  when: condition.optional(),
  get route() {
    return z.array(block).min(1);
  },
});

const parallel = strict({
  parallel: name,
  name: text.optional(),
  branches: z.array(branch).min(2).max(50),
  join,
  refusal: z.enum(['ends-siblings', 'continues']).optional(),
}).meta({ id: 'Parallel' });

const choice = strict({
  choice: name,
  cases: z
    .array(
      strict({
        when: condition,
        get route() {
          return z.array(block);
        },
      }),
    )
    .min(1)
    .max(50),
  get otherwise() {
    return z.array(block);
  },
}).meta({ id: 'Choice' });

const goBack = strict({ goBackTo: name }).meta({ id: 'GoBack' });

const block: z.ZodType<Block, unknown> = z
  .union([step, parallel, choice, goBack], { error: BLOCK_FORMS })
  .meta({ id: 'Block', description: 'One element of a route.' });

const fact = strict({
  fact: factName,
  label: text,
  type: z.enum(['boolean', 'number', 'choice']),
  options: z.array(name).max(50).optional(),
  optionNames: z.record(name, text).optional(),
  required: z.boolean(),
});

const timeLimit = strict({
  clockStart: z.enum(CLOCK_START_RULES),
  limit: limit.optional(),
  phases: z.array(strict({ phase: name, name: text, limit })).min(2).max(10).optional(),
  expires: z.enum(['close-of-office', 'midnight']).optional(),
  variants: z.array(strict({ when: condition, limit })).min(1).max(50).optional(),
});

const supplement = strict({
  noticeWithin: limit,
  respondWithin: limit,
  confirmWithin: limit.optional(),
  times: z.number().optional(),
  inBranch: z.enum(['stops-branch', 'stops-dossier']).optional(),
});

const document = strict({
  document: name,
  name: text,
  required: z.boolean(),
  originals: z.number().optional(),
  copies: z.number().optional(),
  when: condition.optional(),
});

const fee = strict({
  fee: name,
  name: text,
  amount: z.number(),
  amountOnline: z.number().optional(),
  when: z.enum(['before', 'after', 'exempt']),
  refundable: z.boolean().optional(),
});

/** A procedure as it is written in a file, and what it becomes: limits are read, everything else stays. */
export const ProcedureSchema = strict({
  code: z.string().regex(/^\d\.\d{6}(\.(000\.00\.00\.)?H\d{2})?$/, '"1.012790", "1.014459.H35"'),
  version: z.number(),
  name: text,
  sector: text,
  tier: z.enum(TIERS),
  serviceLevel: z.enum(['full-online', 'partial-online', 'in-person']),
  effectiveFrom: date,
  effectiveTo: date.optional(),
  offeredAt: strict({ role: name, tiers: z.array(z.enum(TIERS)).min(1) }),
  documents: z.array(document).max(200),
  fees: z.array(fee).max(100),
  facts: z.array(fact).max(100).optional(),
  timeLimit,
  supplement: strict({ reception: supplement, examination: supplement }),
  apology: strict({ owed: z.enum(['one-day-before', 'at-expiry']), oncePer: z.enum(['dossier', 'phase']), atMost: limit.optional() }),
  partners: strict({ payment: systems.optional(), tax: systems.optional() }).optional(),
  appeal: strict({ law: text, body: text, days: z.number() }).optional(),
  acknowledgeWithin: limit,
  vigilance: strict({
    warnBefore: limit,
    ladder: z.array(strict({ after: limit, to: z.enum(ESCALATION_ADDRESSEES) })).max(20),
  }).optional(),
  route: z.array(block).min(2),
  result: text,
  legalBasis: z.array(line).min(1).max(100),
  provenance,
}).meta({
  title: 'Procedure',
  description: 'One version of an administrative procedure. docs/procedure-format.md explains every field.',
}) satisfies z.ZodType<Procedure, unknown>;

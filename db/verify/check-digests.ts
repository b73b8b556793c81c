import { canonicalJson } from '../../domain/canonical-json';
import type { TextRef } from '../../domain/dossier/event';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { foldName } from '../fold-name';
import { digestOf, personOf } from '../personal-data';
import { place } from './place';
import type { Place } from './place';
import type { BelievedChanges } from './check-changes';
import type { Evidence } from './evidence';

/** What is kept beside the log, with those of its corrections and erasures that somebody vouches for. */
type Kept = Pick<Evidence, 'people' | 'texts' | 'attachments'> & Pick<BelievedChanges, 'changes' | 'erased'>;

/** People, texts and files against the digests that the log has of them. */
export const checkDigests = (kept: Kept, events: readonly LoggedEvent[]): readonly Place[] => [
  ...checkPeople(kept, events),
  ...checkTexts(kept, events),
  ...checkFiles(kept, events),
];

function checkPeople({ people, changes, erased }: Kept, events: readonly LoggedEvent[]): readonly Place[] {
  const found = people
    .filter(({ name, search_key }) => foldName(name) !== search_key)
    .map(({ subject }) => place('person-changed', null, `${subject} search_key`));
  const submitted = events[0]?.payload;
  if (submitted?.type !== 'DossierSubmitted' || submitted.applicantDigest === '') return found;
  const explained = digestAfter(
    submitted.applicantDigest,
    changes.filter(({ subject }) => subject === 'applicant'),
  );
  if (explained === 'unexplained') return [...found, place('person-changed', 1, 'applicant, its corrections')];
  const applicant = people.find(({ subject }) => subject === 'applicant');
  const gone = erased || explained === null;
  if (!applicant) return gone ? found : [...found, place('person-missing', 1, 'applicant')];
  const digest = digestOf(applicant.salt, canonicalJson(personOf(applicant)));
  return digest === explained ? found : [...found, place('person-changed', 1, 'applicant')];
}

/** The digest that the log's own and each correction after it lead to; null after an erasure. */
function digestAfter(inLog: string, changes: Kept['changes']): string | null | 'unexplained' {
  let digest: string | null = inLog;
  for (const { digest_before, digest_after } of changes) {
    if (digest_before !== digest) return 'unexplained';
    digest = digest_after;
  }
  return digest;
}

function checkTexts({ texts, erased }: Kept, events: readonly LoggedEvent[]): readonly Place[] {
  const known = new Map(texts.map((text) => [text.text_id, text]));
  return events.flatMap(({ seq, payload }) =>
    textsIn(payload).flatMap(({ textId, digest }) => {
      const text = known.get(textId);
      if (!text) return erased ? [] : [place('text-missing', seq, textId)];
      const same = text.digest === digest && digestOf(text.salt, text.text) === digest;
      return same ? [] : [place('text-changed', seq, textId)];
    }),
  );
}

function checkFiles({ attachments, erased }: Kept, events: readonly LoggedEvent[]): readonly Place[] {
  const known = new Map(attachments.map((file) => [file.attachment_id, file]));
  return events.flatMap(({ seq, commandId, payload }) => {
    if (payload.type !== 'DocumentAttached') return [];
    const file = known.get(payload.attachmentId);
    if (!file) return erased ? [] : [place('file-missing', seq, payload.attachmentId)];
    const { media_type, size, sha256, command_id } = file;
    const same =
      media_type === payload.mediaType &&
      size === payload.size &&
      sha256 === payload.sha256 &&
      command_id === commandId;
    return same ? [] : [place('file-changed', seq, payload.attachmentId)];
  });
}

/** Every reference to a text within an event, wherever it stands. */
export function textsIn(value: unknown): readonly TextRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const { textId, digest } = value as Partial<TextRef>;
  if (typeof textId === 'string' && typeof digest === 'string') return [{ textId, digest }];
  return Object.values(value).flatMap(textsIn);
}

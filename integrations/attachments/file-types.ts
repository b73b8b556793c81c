/** A kind of file that may be attached. */
export interface FileType {
  readonly mediaType: string;
  /** Endings of names that fit it, the usual one first. */
  readonly extensions: readonly string[];
  /** Other media types under which senders declare it. */
  readonly alsoDeclared?: readonly string[];
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** What a one-stop unit handles: papers, scans, forms, exchange documents and detached signatures (domain.md §8). */
export const FILE_TYPES = {
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'], alsoDeclared: ['application/x-pdf'] },
  jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], alsoDeclared: ['image/jpg', 'image/pjpeg'] },
  png: { mediaType: 'image/png', extensions: ['png'] },
  tiff: { mediaType: 'image/tiff', extensions: ['tif', 'tiff'] },
  heic: { mediaType: 'image/heic', extensions: ['heic', 'heif'], alsoDeclared: ['image/heif'] },
  docx: { mediaType: `${OOXML}.wordprocessingml.document`, extensions: ['docx'], alsoDeclared: ['application/zip'] },
  xlsx: { mediaType: `${OOXML}.spreadsheetml.sheet`, extensions: ['xlsx'], alsoDeclared: ['application/zip'] },
  odt: { mediaType: `${ODF}.text`, extensions: ['odt'], alsoDeclared: ['application/zip'] },
  ods: { mediaType: `${ODF}.spreadsheet`, extensions: ['ods'], alsoDeclared: ['application/zip'] },
  doc: { mediaType: 'application/msword', extensions: ['doc'], alsoDeclared: ['application/x-cfb'] },
  xls: { mediaType: 'application/vnd.ms-excel', extensions: ['xls'], alsoDeclared: ['application/x-cfb'] },
  xml: { mediaType: 'application/xml', extensions: ['xml', 'edxml'], alsoDeclared: ['text/xml'] },
  csv: { mediaType: 'text/csv', extensions: ['csv'], alsoDeclared: ['text/plain', 'application/csv', 'application/vnd.ms-excel'] },
  txt: { mediaType: 'text/plain', extensions: ['txt'] },
  p7s: { mediaType: 'application/pkcs7-signature', extensions: ['p7s'], alsoDeclared: ['application/x-pkcs7-signature'] },
} as const satisfies Record<string, FileType>;

export type FileKind = keyof typeof FILE_TYPES;

/** For people: PDF, JPEG, … */
export const ALLOWED_KINDS = Object.keys(FILE_TYPES).map((kind) => kind.toUpperCase()).join(', ');

export interface DeclaredFile {
  readonly name: string;
  /** As the sender declared it, parameters included; none or `application/octet-stream` declares nothing. */
  readonly mediaType?: string;
}

const SAYS_NOTHING: readonly string[] = ['', 'application/octet-stream', 'binary/octet-stream'];

/** The media type without its parameters, or null when it says nothing. */
export const declaredType = ({ mediaType = '' }: DeclaredFile): string | null => {
  const bare = mediaType.split(';')[0]!.trim().toLowerCase();
  return SAYS_NOTHING.includes(bare) ? null : bare;
};

/** The ending of a name, or null: a number after a dot is a date or a version. */
export const extensionOf = ({ name }: DeclaredFile): string | null => {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase();
  return ending === undefined || /^\d+$/.test(ending) ? null : ending;
};

/** A cell as a spreadsheet takes it. */
export type ExportCell = string | number | null;

export interface ExportedTable {
  /** Of the file, without its ending. */
  readonly file: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly ExportCell[])[];
}

const LONGEST_SHEET_NAME = 31;

/** One sheet with its headers in bold. The library is fetched when somebody asks for it. */
export async function saveExcel({ file, headers, rows }: ExportedTable): Promise<void> {
  const { default: write } = await import('write-excel-file/universal');
  const widths = headers.map((header, i) => ({ width: Math.min(60, Math.max(10, header.length + 2, ...rows.map((row) => String(row[i] ?? '').length + 2))) }));
  const sheet = [headers.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true })), ...rows.map((row) => row.map((value) => value))];
  save(await write(sheet, { columns: widths, stickyRowsCount: 1, sheet: file.slice(0, LONGEST_SHEET_NAME) }).toBlob(), `${file}.xlsx`);
}

/** UTF-8 with the mark at its beginning by which Excel knows that it is. */
export function saveCsv({ file, headers, rows }: ExportedTable): void {
  const text = [headers, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
  save(new Blob(['\uFEFF', text, '\r\n'], { type: 'text/csv;charset=utf-8' }), `${file}.csv`);
}

/** A text that begins like a formula, blanks and full-width signs apart, is kept from being one. */
function csvCell(value: ExportCell): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

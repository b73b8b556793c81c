import type { Text } from '../../domain/text';

/** One thing the doctor looked at. */
export interface Finding {
  /** Stable name for scripts: `postgres`, `migrations`, `pollers.dossier` … */
  readonly check: string;
  readonly severity: 'ok' | 'warn' | 'fail';
  readonly sentence: Text;
  /** How to mend it; null where nothing is wrong. */
  readonly wayOut: Text | null;
}

export const text = (en: string, vi: string): Text => ({ en, vi });

export const fine = (check: string, sentence: Text): Finding => ({ check, severity: 'ok', sentence, wayOut: null });
export const warn = (check: string, sentence: Text, wayOut: Text): Finding => ({ check, severity: 'warn', sentence, wayOut });
export const fail = (check: string, sentence: Text, wayOut: Text): Finding => ({ check, severity: 'fail', sentence, wayOut });

/** Real milliseconds that a check may take. */
const LONGEST_MS = 10_000;

/** A check that cannot be made, or not in time, is a finding too, and never ends the examination. */
export async function examine(
  check: string,
  look: () => Promise<readonly Finding[]>,
  longestMs = LONGEST_MS,
): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${longestMs / 1000} s`)), longestMs);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    return [
      fail(
        check,
        text(`could not be examined: ${reason}`, `không kiểm tra được: ${reason}`),
        text('mend what stands above it first; then look at the log of that server in the data directory', 'xử lý các lỗi phía trên trước, sau đó xem nhật ký máy chủ trong thư mục dữ liệu'),
      ),
    ];
  } finally {
    clearTimeout(timer);
  }
}

/** The first few of many, for a sentence. */
export const some = (names: readonly string[], most = 5): string => `${names.slice(0, most).join(', ')}${names.length > most ? ` … (${names.length})` : ''}`;

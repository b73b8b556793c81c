import type { Problem } from '../../contracts/procedure-file';
import type { Language } from '../context';

/** Problems as compilers print them: `file:line:column: path: sentence`. */
export const problemsText = (file: string, problems: readonly Problem[], language: Language): string =>
  problems.map(({ line, column, path, code, message }) => `${file}:${line}:${column}: ${path === '' || message[language].includes(`"${path}"`) ? '' : `${path}: `}${message[language]} [${code}]`).join('\n');

export const problemJson = (file: string, { line, column, path, code, message }: Problem): object => ({ file, line, column, path, code, message: message.en, messageVi: message.vi });

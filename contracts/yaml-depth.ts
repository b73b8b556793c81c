import { Lexer, Parser } from 'yaml';

/**
 * Offset of the first place where collections are nested more than `most` deep; undefined where there is none. To be asked before a
 * file is composed: composing recurses, and running out of stack there can end the whole process instead of throwing.
 */
export const tooDeepAt = (text: string, most: number): number | undefined => {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) void token;
    // Besides the collections, the stack holds the document and what is being read just now.
    if (parser.stack.length > most + 2) return parser.offset;
  }
  return undefined;
};

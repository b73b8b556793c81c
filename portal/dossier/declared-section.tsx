import { Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import { Section } from './section';
import { Terms } from './terms';
import type { Term } from './terms';
import { useItsProcedure } from './use-dossier';
import type { Dossier } from './use-dossier';

/** The answers of the form, as they stand now. */
export function DeclaredSection({ dossier }: { readonly dossier: Dossier }) {
  const { say, of, language } = useLanguage();
  const { data: procedure } = useItsProcedure(dossier);
  const worded = (value: string | number | boolean): string => (typeof value === 'boolean' ? (value ? say('Có', 'Yes') : say('Không', 'No')) : typeof value === 'number' ? value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB') : value);
  const items: readonly Term[] = Object.entries(dossier.facts).map(([fact, value]) => {
    const asked = procedure?.facts.find((each) => each.fact === fact);
    return [of(asked?.label) || fact, of(asked?.optionNames[String(value)]) || worded(value)];
  });
  return <Section id="declared">{items.length === 0 ? <Text>{say('Thủ tục này không yêu cầu kê khai thêm, hoặc chưa kê khai.', 'The procedure asks for nothing here, or nothing was answered.')}</Text> : <Terms items={items} />}</Section>;
}

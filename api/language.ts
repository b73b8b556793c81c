export type Language = 'vi' | 'en';

/** The language a request asks for; Vietnamese where it does not prefer English. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((value) => value !== undefined);
      return { language: tag.split('-')[0]!, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ language, q }) => (language === 'vi' || language === 'en') && q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted[0]?.language === 'en' ? 'en' : 'vi';
}

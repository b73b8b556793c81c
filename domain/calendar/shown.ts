/** What was given, short and harmless enough to stand in a refusal: 60 characters, control characters as a dot. */
export const shown = (text: string): string => {
  const visible = text.slice(0, 60).replace(/\p{C}/gu, '·');
  return text.length > 60 ? `${visible}…` : visible;
};

/** The console's languages by their own names; the first is the fallback. */
export const LANGUAGES = [
  { id: 'en', name: 'English', locale: 'en-GB' },
  { id: 'zh', name: '中文', locale: 'zh-CN' },
] as const;
export type LanguageId = (typeof LANGUAGES)[number]['id'];

export function isLanguage(value: unknown): value is LanguageId {
  return LANGUAGES.some(({ id }) => id === value);
}

/** The reader's first choice that the console speaks. */
export function preferredLanguage(wanted: readonly string[]): LanguageId {
  const found = wanted.map((tag) => tag.split('-')[0]).find(isLanguage);
  return found ?? 'en';
}

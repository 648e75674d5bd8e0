import chains from '../features/chains/i18n/en.json';
import signIn from '../features/sign-in/i18n/en.json';
import core from './core/en.json';

/** Every message of this language; each feature keeps its own beside its code. */
export const en: Readonly<Record<string, string>> = { ...core, ...signIn, ...chains };

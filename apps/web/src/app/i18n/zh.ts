import chains from '../features/chains/i18n/zh.json';
import signIn from '../features/sign-in/i18n/zh.json';
import core from './core/zh.json';

/** Every message of this language; each feature keeps its own beside its code. */
export const zh: Readonly<Record<string, string>> = { ...core, ...signIn, ...chains };

import { test } from './test.mjs';

/** Only the stage of `npm test` that kills processes. */
export const faults = () => test(['--stage', 'faults']);

import { makeArtifacts } from './artifacts.ts';

const [folder, channel] = process.argv.slice(2);
if (folder === undefined || channel === undefined) throw new Error('Usage: artifacts-once FOLDER CHANNEL');
await makeArtifacts(folder, channel);

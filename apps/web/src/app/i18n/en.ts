import chaincodes from '../features/chaincodes/i18n/en.json';
import chains from '../features/chains/i18n/en.json';
import channels from '../features/channels/i18n/en.json';
import clusters from '../features/clusters/i18n/en.json';
import identities from '../features/identities/i18n/en.json';
import nodes from '../features/nodes/i18n/en.json';
import operations from '../features/operations/i18n/en.json';
import signIn from '../features/sign-in/i18n/en.json';
import ui from '../ui/i18n/en.json';
import core from './core/en.json';

/** Every message of this language; each feature keeps its own beside its code. */
export const en: Readonly<Record<string, string>> = {
  ...core,
  ...ui,
  ...signIn,
  ...chaincodes,
  ...chains,
  ...channels,
  ...clusters,
  ...identities,
  ...nodes,
  ...operations,
};

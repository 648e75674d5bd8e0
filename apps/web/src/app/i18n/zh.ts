import chaincodes from '../features/chaincodes/i18n/zh.json';
import chains from '../features/chains/i18n/zh.json';
import channels from '../features/channels/i18n/zh.json';
import clusters from '../features/clusters/i18n/zh.json';
import identities from '../features/identities/i18n/zh.json';
import nodes from '../features/nodes/i18n/zh.json';
import operations from '../features/operations/i18n/zh.json';
import signIn from '../features/sign-in/i18n/zh.json';
import ui from '../ui/i18n/zh.json';
import core from './core/zh.json';

/** Every message of this language; each feature keeps its own beside its code. */
export const zh: Readonly<Record<string, string>> = {
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

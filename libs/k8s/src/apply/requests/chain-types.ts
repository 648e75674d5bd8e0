import {
  CLAIMS,
  CONFIG_MAPS,
  DEPLOYMENTS,
  DISRUPTION_BUDGETS,
  INGRESSES,
  NAMESPACES,
  NETWORK_POLICIES,
  PERSISTENT_VOLUMES,
  POD_MONITORS,
  SECRETS,
  SERVICE_MONITORS,
  SERVICES,
  STATEFUL_SETS,
  type ResourceType,
} from './resource-path';

/** Objects of these types are removed with their node. */
export const NODE_TYPES: readonly ResourceType[] = [
  STATEFUL_SETS,
  DEPLOYMENTS,
  SERVICES,
  CONFIG_MAPS,
  SECRETS,
  DISRUPTION_BUDGETS,
  INGRESSES,
  POD_MONITORS,
];

/** Types that a cluster need not have or allow; where it does not, no object of them is ours. */
export const OPTIONAL_TYPES: readonly ResourceType[] = [INGRESSES, POD_MONITORS, SERVICE_MONITORS];

/** Everything that a chain's objects are of. */
export const CHAIN_TYPES: readonly ResourceType[] = [
  NAMESPACES,
  ...NODE_TYPES,
  SERVICE_MONITORS,
  NETWORK_POLICIES,
  CLAIMS,
  PERSISTENT_VOLUMES,
];

import type { common } from '@hyperledger/fabric-protos';
import { view } from './bytes';
import type { ConfigElement } from './config-content';

/** A configuration tree as a list sorted by path, the root being `/Channel`. */
export function configElements(root: common.ConfigGroup | undefined): ConfigElement[] {
  if (root === undefined) return [];
  return groupElements('/Channel', root).sort((one, other) => (one.path < other.path ? -1 : 1));
}

function groupElements(path: string, group: common.ConfigGroup): ConfigElement[] {
  const elements: ConfigElement[] = [
    { kind: 'group', path, version: group.getVersion(), modPolicy: group.getModPolicy(), content: Buffer.alloc(0) },
  ];
  for (const [name, value] of group.getValuesMap().entries()) {
    elements.push({
      kind: 'value',
      path: `${path}/${name}`,
      ...versioned(value),
      content: view(value.getValue_asU8()),
    });
  }
  for (const [name, policy] of group.getPoliciesMap().entries()) {
    const content = view(policy.getPolicy()?.serializeBinary() ?? new Uint8Array());
    elements.push({ kind: 'policy', path: `${path}/${name}`, ...versioned(policy), content });
  }
  for (const [name, child] of group.getGroupsMap().entries()) elements.push(...groupElements(`${path}/${name}`, child));
  return elements;
}

function versioned(element: common.ConfigPolicy | common.ConfigValue): { version: number; modPolicy: string } {
  return { version: element.getVersion(), modPolicy: element.getModPolicy() };
}

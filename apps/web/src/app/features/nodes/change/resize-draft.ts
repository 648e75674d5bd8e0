import { DEFAULT_POD_RESOURCES, PodResources, type Node } from '@heddle/contracts';
import { draftSchema } from '../../../ui/forms/standard-schema';

/** Resources as the form holds them: an empty limit of CPU is none. */
export interface ResizeDraft {
  requests: { cpu: string; memory: string };
  limits: { cpu: string; memory: string };
}

/** What the node has, or what nodes of its kind get where nothing was set. */
export function resizeDraftOf({ kind, resources }: Pick<Node, 'kind' | 'resources'>): ResizeDraft {
  const { requests, limits }: PodResources = resources ?? DEFAULT_POD_RESOURCES[kind];
  return { requests: { ...requests }, limits: { cpu: limits.cpu ?? '', memory: limits.memory } };
}

export function toResources({ requests, limits }: ResizeDraft): unknown {
  const cpu = limits.cpu.trim();
  return {
    requests: { cpu: requests.cpu.trim(), memory: requests.memory.trim() },
    limits: { memory: limits.memory.trim(), ...(cpu !== '' && { cpu }) },
  };
}

export const resizeSchema = draftSchema(PodResources, toResources);

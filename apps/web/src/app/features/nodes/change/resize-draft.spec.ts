import { DEFAULT_POD_RESOURCES, PodResources } from '@heddle/contracts';
import { resizeDraftOf, resizeSchema, toResources, type ResizeDraft } from './resize-draft';

const pathsOf = (draft: ResizeDraft): string[] =>
  (resizeSchema['~standard'].validate(draft).issues ?? []).map(({ path = [] }) => path.join('.'));

describe('the draft of a node’s resources', () => {
  it('begins with what the node has, or with the defaults of its kind', () => {
    const peer = resizeDraftOf({ kind: 'peer', resources: null });
    expect(PodResources.parse(toResources(peer))).toEqual(DEFAULT_POD_RESOURCES.peer);
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } };
    expect(PodResources.parse(toResources(resizeDraftOf({ kind: 'peer', resources })))).toEqual(resources);
  });

  it('refuses what is no quantity and limits below what is requested, each at its field', () => {
    const draft = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '500m', memory: '512Mi' } };
    expect(pathsOf(draft)).toEqual(['limits.cpu', 'limits.memory']);
    expect(new Set(pathsOf({ ...draft, limits: { cpu: '', memory: 'lots' } }))).toEqual(new Set(['limits.memory']));
  });
});

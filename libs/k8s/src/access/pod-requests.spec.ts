import { podRequests } from './pod-requests';

const container = (cpu: string, memory: string, restartPolicy?: string) => ({
  name: 'c',
  resources: { requests: { cpu, memory } },
  ...(restartPolicy !== undefined && { restartPolicy }),
});

describe('what a pod asks for', () => {
  it('is the sum of its containers', () => {
    expect(podRequests({ containers: [container('100m', '1Mi'), container('0.5', '2Mi'), { name: 'none' }] })).toEqual({
      cpuMillis: 600,
      memoryBytes: 3 * 2 ** 20,
    });
  });

  it('is its largest init container when that is more, in each resource by itself', () => {
    const initContainers = [container('2', '1Mi'), container('1', '1Mi')];
    expect(podRequests({ containers: [container('100m', '4Mi')], initContainers })).toEqual({
      cpuMillis: 2_000,
      memoryBytes: 4 * 2 ** 20,
    });
  });

  it('counts sidecars beside what starts after them', () => {
    const initContainers = [container('1', '1Mi', 'Always'), container('3', '1Mi')];
    expect(podRequests({ containers: [container('2', '1Mi')], initContainers })).toMatchObject({ cpuMillis: 4_000 });
    expect(podRequests({ containers: [container('5', '1Mi')], initContainers })).toMatchObject({ cpuMillis: 6_000 });
  });

  it('has its overhead on top', () => {
    expect(podRequests({ containers: [container('1', '0')], overhead: { cpu: '250m', memory: '1Ki' } })).toEqual({
      cpuMillis: 1_250,
      memoryBytes: 1_024,
    });
  });
});

import { loadAll } from 'js-yaml';
import { keptManifests } from './kept-manifests';

const metadata = { name: 'a' };

describe('manifests that are kept', () => {
  it('name the keys of Secrets and nothing of their content', () => {
    const text = keptManifests({
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata,
          type: 'Opaque',
          data: { 'tls.key': 'a2V5' },
          stringData: { a: 'b' },
        },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'tls.crt': 'public' } },
      ],
    });
    expect(loadAll(text)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'a', annotations: { 'heddle.dev/secret-keys': 'a tls.key' } },
        type: 'Opaque',
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'tls.crt': 'public' } },
    ]);
  });

  it('have a pull secret without registries, since Kubernetes takes none without its key', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/dockerconfigjson' };
    const text = keptManifests({ objects: [{ ...secret, data: { '.dockerconfigjson': 'c2VjcmV0' } }] });
    expect(text).not.toContain('c2VjcmV0');
    expect(loadAll(text)).toMatchObject([{ data: { '.dockerconfigjson': expect.any(String) as string } }]);
  });
});

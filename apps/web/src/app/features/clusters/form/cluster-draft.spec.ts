import { ClusterSettings, RegisterCluster, UpdateCluster } from '@heddle/contracts';
import type { DraftSchema } from '../../../ui/forms/standard-schema';
import {
  newRegisterDraft,
  newUpdateDraft,
  noPullSecret,
  registerSchema,
  toRegisterInput,
  toUpdateInput,
  updateSchema,
  type RegisterDraft,
} from './cluster-draft';
import type { SettingsDraft } from './settings-draft';

const fresh = newRegisterDraft();
const complete: RegisterDraft = {
  ...fresh,
  name: 'east',
  source: { type: 'kubeconfig', kubeconfig: '{}', context: 'work' },
  settings: { ...fresh.settings, shared: { type: 'nfs', server: 'nfs.example', path: '/exports' } },
};

const withSettings = (changes: Partial<SettingsDraft>): RegisterDraft => ({
  ...complete,
  settings: { ...complete.settings, ...changes },
});

function issuesOf<Draft>(schema: DraftSchema<Draft>, draft: Draft): string[] {
  const { issues = [] } = schema['~standard'].validate(draft);
  return issues.map(({ path = [], code }) => `${path.join('.')} ${code ?? ''}`);
}

describe('the draft of a cluster', () => {
  it('begins with the server’s own defaults and needs only a name, credentials and the shared volume', () => {
    expect(issuesOf(registerSchema, complete)).toEqual([]);
    const { settings } = RegisterCluster.parse(toRegisterInput(complete));
    expect(settings).toEqual(
      ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs.example', path: '/exports' } }),
    );
    expect(new Set(issuesOf(registerSchema, fresh).map((issue) => issue.split(' ')[0]))).toEqual(
      new Set(['name', 'settings.shared.server', 'settings.shared.path', 'source.kubeconfig']),
    );
  });

  it('sends of each choice only the fields that belong to it', () => {
    const folders = withSettings({
      shared: { type: 'host_path', server: 'left.over', path: '/data' },
      ledgers: { type: 'host_path', name: 'left-over', path: '/ledgers' },
    });
    const input = RegisterCluster.parse(
      toRegisterInput({ ...folders, source: { ...complete.source, type: 'in_cluster' } }),
    );
    expect(input.source).toEqual({ type: 'in_cluster' });
    expect(input.settings.shared).toEqual({ type: 'host_path', path: '/data' });
    expect(input.settings.ledgers).toEqual({ type: 'host_path', path: '/ledgers' });
  });

  it('asks for a context only where a kubeconfig is uploaded', () => {
    const chosen = { ...complete.source, context: '' };
    expect(issuesOf(registerSchema, { ...complete, source: chosen })).toEqual(['source.kubeconfig custom']);
    expect(issuesOf(registerSchema, { ...complete, source: { ...chosen, type: 'default' } })).toEqual([]);
  });

  it('reports a variable at its row, and leaves empty rows out', () => {
    const rows = [
      { name: '', value: '' },
      { name: '1ST', value: 'x' },
      { name: 'GOPROXY', value: 'a' },
      { name: 'GOPROXY', value: 'b' },
      { name: 'LONG', value: 'x'.repeat(1_001) },
    ];
    expect(new Set(issuesOf(registerSchema, withSettings({ buildEnvironment: rows })))).toEqual(
      new Set([
        'settings.buildEnvironment.1.name invalid_format',
        'settings.buildEnvironment.3.name custom',
        'settings.buildEnvironment.4.value too_big',
      ]),
    );
  });

  it('reports what Kubernetes would refuse at its field', () => {
    const wrong = withSettings({
      ledgerSize: 'much',
      images: { ...complete.settings.images, peer: 'no-tag' },
      ledgers: { type: 'storage_class', name: 'Not A Name', path: '' },
    });
    const draft = { ...wrong, pullSecrets: [{ ...noPullSecret, registry: 'registry.example' }] };
    expect(new Set(issuesOf(registerSchema, draft).map((issue) => issue.split(' ')[0]))).toEqual(
      new Set([
        'settings.ledgerSize',
        'settings.images.peer',
        'settings.ledgers.name',
        'pullSecrets.0.username',
        'pullSecrets.0.password',
      ]),
    );
  });

  it.each([
    { type: 'nfs', server: 'nfs.example', path: '/exports' },
    { type: 'host_path', path: '/data' },
  ] as const)('gives settings with %j back as they came', (shared) => {
    const settings = ClusterSettings.parse({
      shared,
      reachability: 'node_port',
      ledgers: { type: 'storage_class', name: 'fast' },
      buildEnvironment: { GOPROXY: 'https://goproxy.example' },
      nodePortHost: 'nodes.example',
      ingress: { address: 'ingress.example:443', className: 'nginx' },
    });
    expect(UpdateCluster.parse(toUpdateInput(newUpdateDraft(settings)))).toEqual({ settings });
  });

  it('replaces credentials and pull secrets only when asked to', () => {
    const draft = {
      ...newUpdateDraft(ClusterSettings.parse({ shared: { type: 'host_path', path: '/d' } })),
      replaceSource: true,
    };
    expect(issuesOf(updateSchema, draft)).toEqual(['source.kubeconfig custom']);
    expect(issuesOf(updateSchema, { ...draft, replaceSource: false })).toEqual([]);
    const replaced = UpdateCluster.parse(
      toUpdateInput({ ...draft, source: complete.source, replacePullSecrets: true }),
    );
    expect(replaced).toMatchObject({ source: { context: 'work' }, pullSecrets: [] });
  });
});

import {
  ClusterSettings,
  RegisterCluster,
  UpdateCluster,
  type ClusterSource,
  type PullSecret,
} from '@heddle/contracts';
import { draftSchema, type DraftSchema } from '../../../ui/forms/standard-schema';
import type { SettingsDraft, VariableDraft } from './settings-draft';
import { settingsIssues } from './settings-issues';

export interface SourceDraft {
  type: ClusterSource['type'];
  kubeconfig: string;
  context: string;
}

export interface RegisterDraft {
  name: string;
  source: SourceDraft;
  settings: SettingsDraft;
  pullSecrets: PullSecret[];
}

/** What is not replaced stays as the server keeps it. */
export interface UpdateDraft extends Omit<RegisterDraft, 'name'> {
  replaceSource: boolean;
  replacePullSecrets: boolean;
}

export const noPullSecret: PullSecret = { registry: '', username: '', password: '' };
const noSource: SourceDraft = { type: 'kubeconfig', kubeconfig: '', context: '' };

/** Settings that were given out, or with only a shared volume the server's own defaults. */
export function settingsDraftOf({ shared, ledgers, buildEnvironment, ...rest }: ClusterSettings): SettingsDraft {
  return {
    reachability: rest.reachability,
    nodePortHost: rest.nodePortHost ?? '',
    ingress: { address: rest.ingress?.address ?? '', className: rest.ingress?.className ?? '' },
    shared: { type: shared.type, server: shared.type === 'nfs' ? shared.server : '', path: shared.path },
    ledgers: {
      type: ledgers.type,
      name: ledgers.type === 'storage_class' ? (ledgers.name ?? '') : '',
      path: ledgers.type === 'host_path' ? ledgers.path : '',
    },
    ledgerSize: rest.ledgerSize,
    images: rest.images,
    buildEnvironment: Object.entries(buildEnvironment).map(([name, value]) => ({ name, value })),
  };
}

export function newRegisterDraft(): RegisterDraft {
  const defaults = ClusterSettings.parse({ shared: { type: 'host_path', path: '/' } });
  const settings = { ...settingsDraftOf(defaults), shared: { type: 'nfs' as const, server: '', path: '' } };
  return { name: '', source: noSource, settings, pullSecrets: [] };
}

export function newUpdateDraft(settings: ClusterSettings): UpdateDraft {
  return {
    settings: settingsDraftOf(settings),
    replaceSource: false,
    source: noSource,
    replacePullSecrets: false,
    pullSecrets: [],
  };
}

function present<Key extends string>(key: Key, value: string): Partial<Record<Key, string>> {
  return value.trim() === '' ? {} : ({ [key]: value.trim() } as Partial<Record<Key, string>>);
}

const blank = ({ name, value }: VariableDraft): boolean => name.trim() === '' && value === '';

function toSettings({ shared, ledgers, buildEnvironment, images, ...rest }: SettingsDraft): unknown {
  const path = shared.path.trim();
  const ingress = { ...present('address', rest.ingress.address), ...present('className', rest.ingress.className) };
  return {
    reachability: rest.reachability,
    shared: shared.type === 'nfs' ? { type: 'nfs', server: shared.server.trim(), path } : { type: 'host_path', path },
    ledgers:
      ledgers.type === 'storage_class'
        ? { type: 'storage_class', ...present('name', ledgers.name) }
        : { type: 'host_path', path: ledgers.path.trim() },
    ledgerSize: rest.ledgerSize.trim(),
    images: Object.fromEntries(Object.entries(images).map(([name, image]) => [name, image.trim()])),
    buildEnvironment: Object.fromEntries(
      buildEnvironment.filter((row) => !blank(row)).map(({ name, value }) => [name.trim(), value]),
    ),
    ...present('nodePortHost', rest.nodePortHost),
    ...(Object.keys(ingress).length > 0 && { ingress }),
  };
}

function toSource({ type, kubeconfig, context }: SourceDraft): unknown {
  switch (type) {
    case 'kubeconfig':
      return { type, kubeconfig, ...present('context', context) };
    case 'default':
      return { type, ...present('context', context) };
    case 'in_cluster':
      return { type };
  }
}

export function toRegisterInput(draft: RegisterDraft): unknown {
  return {
    name: draft.name.trim(),
    source: toSource(draft.source),
    settings: toSettings(draft.settings),
    pullSecrets: draft.pullSecrets,
  };
}

export function toUpdateInput(draft: UpdateDraft): unknown {
  return {
    settings: toSettings(draft.settings),
    ...(draft.replaceSource && { source: toSource(draft.source) }),
    ...(draft.replacePullSecrets && { pullSecrets: draft.pullSecrets }),
  };
}

/** The contract's own rules, with issues at the fields of the form. */
function formSchema<Draft extends { settings: SettingsDraft; source: SourceDraft }>(
  rules: DraftSchema<Draft>,
  needsSource: (draft: Draft) => boolean,
): DraftSchema<Draft> {
  const standard = rules['~standard'];
  const validate: (typeof standard)['validate'] = (value) => {
    const draft = value as Draft;
    const { issues = [] } = standard.validate(value);
    const all = settingsIssues(draft.settings, issues);
    if (needsSource(draft) && draft.source.type === 'kubeconfig' && draft.source.context === '') {
      all.push({ code: 'custom', message: 'choose a context', path: ['source', 'kubeconfig'] });
    }
    return all.length === 0 ? { value: draft } : { issues: all };
  };
  return { '~standard': { ...standard, validate } };
}

export const registerSchema = formSchema(draftSchema<RegisterDraft>(RegisterCluster, toRegisterInput), () => true);
export const updateSchema = formSchema(
  draftSchema<UpdateDraft>(UpdateCluster, toUpdateInput),
  ({ replaceSource }) => replaceSource,
);

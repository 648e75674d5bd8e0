import { manifestText, type Manifest, type RenderedManifests } from '@heddle/manifests';

/** Names of the keys that a Secret holds, in manifests that are kept without their content. */
export const SECRET_KEYS_ANNOTATION = 'heddle.dev/secret-keys';

/**
 * Manifests as they may be kept and shown: Secrets with the names of their keys and none of their content. Applying
 * them changes no existing Secret, as fields that an applied object does not name are left unchanged.
 */
export function keptManifests({ objects }: Pick<RenderedManifests, 'objects'>): string {
  return manifestText(objects.map((object) => (object.kind === 'Secret' ? withoutContent(object) : object)));
}

function withoutContent(secret: Manifest): Manifest {
  const { data, stringData, ...rest } = secret;
  const keys = [data, stringData].flatMap((part) => Object.keys(part ?? {})).sort();
  const annotations = { ...secret.metadata.annotations, [SECRET_KEYS_ANNOTATION]: keys.join(' ') };
  return { ...rest, metadata: { ...secret.metadata, annotations }, ...emptyCredentials(secret) };
}

/** Kubernetes accepts a Secret of this type only with its key. */
function emptyCredentials({ type }: Manifest): { readonly data?: Readonly<Record<string, string>> } {
  if (type !== 'kubernetes.io/dockerconfigjson') return {};
  return { data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') } };
}

import { YAMLException, loadAll } from 'js-yaml';
import { fillDocument } from './fill-document';
import type { Manifest } from './manifest';
import { manifestSchema } from './manifest-schema';
import type { ManifestValue } from './manifest-value';
import type { RenderedText } from './template-environment';
import { TemplateError } from './template-error';

/**
 * The Kubernetes objects that a template's text describes, with their values in place. Empty documents are left out.
 *
 * @throws TemplateError when the text is not YAML, or one of its documents is not a Kubernetes object
 */
export function parseManifests(file: string, { text, holes }: RenderedText): Manifest[] {
  const documents = guarded(() => loadAll(text, { schema: manifestSchema(holes) }));
  const filled = documents.map((document) => guarded(() => fillDocument(document, holes)));
  return filled.filter((document) => document !== null).map((document) => asManifest(file, document));

  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw notYaml(file, error, (line) => holes.hide(text.split('\n')[line] ?? ''));
    }
  }
}

function notYaml(file: string, error: unknown, lineText: (line: number) => string): TemplateError {
  const mark = error instanceof YAMLException ? error.mark : undefined;
  const reason = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : String(error);
  const where = mark === undefined ? '' : ` in its output "${lineText(mark.line).trim()}" (line ${mark.line + 1})`;
  return new TemplateError(`it renders to something that is not valid YAML: ${reason}${where}.`, {
    file,
    remedy:
      'Correct the template so that its output is YAML; indentation after {% if %} and {% for %} is the usual cause.',
    cause: error,
  });
}

function asManifest(file: string, document: ManifestValue): Manifest {
  const missing = REQUIRED.find((path) => {
    const value = path.split('.').reduce<unknown>(member, document);
    return typeof value !== 'string' || value === '';
  });
  if (missing === undefined) return document as unknown as Manifest;
  throw new TemplateError(`it renders an object without ${missing}.`, {
    file,
    remedy: 'Every document of a template is a Kubernetes object with apiVersion, kind and metadata.name.',
  });
}

const REQUIRED = ['apiVersion', 'kind', 'metadata.name'] as const;

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

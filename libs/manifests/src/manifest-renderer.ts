import { inInstallOrder } from './install-order';
import type { Manifest, RenderedManifests } from './manifest';
import { parseManifests } from './parse-manifests';
import { renderedManifests } from './rendered-manifests';
import { TemplateEnvironment } from './template-environment';
import { TemplateError } from './template-error';
import { TemplateFolder } from './template-folder';

export interface ManifestRendererOptions {
  /** Folder of the default templates, one folder for each component. */
  readonly templates: string;
  /** Folder of the same layout; a file there replaces the default of the same path. */
  readonly overrides?: string;
}

/**
 * Renders the templates of a component to Kubernetes objects. Values are inserted after the template's text was parsed
 * as YAML, so that none can change the text around it. Files are read once, when a component is first rendered.
 */
export class ManifestRenderer {
  readonly #folder: TemplateFolder;
  readonly #environment: TemplateEnvironment;
  readonly #components = new Map<string, readonly string[]>();

  constructor({ templates, overrides }: ManifestRendererOptions) {
    this.#folder = new TemplateFolder(templates, overrides);
    this.#environment = new TemplateEnvironment(this.#folder);
  }

  /**
   * The objects of a component, in the order in which to apply them.
   *
   * @throws TemplateError when there is no such component, or a template of it is invalid
   */
  render(component: string, values: object): RenderedManifests {
    const objects = this.#templatesOf(component).flatMap((name) =>
      parseManifests(name, this.#environment.render(name, values)),
    );
    refuseTwins(component, objects);
    return renderedManifests(inInstallOrder(objects));
  }

  #templatesOf(component: string): readonly string[] {
    const known = this.#components.get(component);
    if (known !== undefined) return known;
    const names = this.#folder.component(component);
    this.#components.set(component, names);
    return names;
  }
}

/** Two objects of the same name would overwrite each other, the later one silently. */
function refuseTwins(component: string, objects: readonly Manifest[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of objects) {
    const identity = [apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');
    if (seen.has(identity)) {
      throw new TemplateError(`${kind} ${metadata.name} is rendered twice.`, {
        file: component,
        remedy: 'Give one of the two another name, or take it out of its template.',
      });
    }
    seen.add(identity);
  }
}

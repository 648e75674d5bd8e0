import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { TemplateError } from './template-error';

/** A template as it lies in a folder. */
export interface TemplateSource {
  readonly name: string;
  readonly text: string;
}

/** Names the default of a template that is overridden: `{% extends "default/orderer/statefulset.yaml.njk" %}`. */
const DEFAULT = 'default/';
const NAME = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)*$/;
const RENDERED = '.yaml.njk';

/** Templates by name, from a folder of overrides first, then from a folder of defaults. */
export class TemplateFolder {
  readonly #defaults: string;
  readonly #overrides: string | undefined;

  constructor(defaults: string, overrides: string | undefined) {
    this.#defaults = defaults;
    this.#overrides = overrides;
  }

  /** Names of the templates that make up a component, in order. */
  component(component: string): string[] {
    if (!NAME.test(component)) throw this.#unknown(component);
    const names = [this.#defaults, this.#overrides].flatMap((root) => listed(root, component));
    if (names.length === 0) throw this.#unknown(component);
    return [...new Set(names)].sort().map((name) => `${component}/${name}`);
  }

  /** The text of a template; undefined when there is none of that name. */
  read(name: string): TemplateSource | undefined {
    const path = name.startsWith(DEFAULT) ? name.slice(DEFAULT.length) : name;
    if (!NAME.test(path)) {
      throw new TemplateError('a template is named by its path below the templates folder, without dots.', {
        file: name,
        remedy: 'Name it as in orderer/statefulset.yaml.njk.',
      });
    }
    const roots = name.startsWith(DEFAULT) ? [this.#defaults] : [this.#overrides, this.#defaults];
    const root = roots.find((folder) => folder !== undefined && existsSync(join(folder, path)));
    return root === undefined ? undefined : { name, text: readInside(root, path) };
  }

  #unknown(component: string): TemplateError {
    return new TemplateError(`there is no component ${JSON.stringify(component)}.`, {
      file: component,
      remedy: `Components are the folders of ${this.#defaults} that hold files ending in ${RENDERED}.`,
    });
  }
}

function listed(root: string | undefined, component: string): string[] {
  if (root === undefined || !existsSync(join(root, component))) return [];
  return readdirSync(join(root, component)).filter((name) => name.endsWith(RENDERED) && NAME.test(name));
}

/** Links within the folder are followed (a mounted ConfigMap consists of them), links out of it are rejected. */
function readInside(root: string, path: string): string {
  const real = realpathSync(join(root, path));
  if (!real.startsWith(`${realpathSync(root)}${sep}`)) {
    throw new TemplateError('the file is a link that leads out of its folder.', {
      file: path,
      remedy: 'Put the file itself into the folder.',
    });
  }
  return readFileSync(real, 'utf8');
}

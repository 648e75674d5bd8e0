import nunjucks from 'nunjucks';
import { Holes } from './holes';
import { TemplateError } from './template-error';
import type { TemplateFolder, TemplateSource } from './template-folder';
import { templateRuntime, type NunjucksRuntime, type Rendering } from './template-runtime';

type RenderFunction = (
  ...[env, context, frame, runtime, callback]: [unknown, RenderContext, unknown, NunjucksRuntime, unknown]
) => unknown;

interface RenderContext {
  getSuper(...[env, name, block, ...rest]: [unknown, string, RenderFunction, ...unknown[]]): unknown;
}

/** The parts of nunjucks' compiled template that its types leave out. */
interface CompiledTemplate {
  readonly rootRenderFunc: RenderFunction;
  readonly blocks: Readonly<Record<string, RenderFunction>>;
}

/** The text that a template rendered, with marks in place of values. */
export interface RenderedText {
  readonly text: string;
  readonly holes: Holes;
}

/** Nunjucks on a folder of templates, with {@link templateRuntime}'s rules of lookup and output. */
export class TemplateEnvironment {
  readonly #environment: nunjucks.Environment;
  readonly #folder: TemplateFolder;
  readonly #guardedBlocks = new WeakMap<RenderFunction, RenderFunction>();
  #rendering: Rendering = { holes: new Holes() };

  constructor(folder: TemplateFolder) {
    this.#folder = folder;
    const loader = { getSource: (name: string) => this.#load(name) };
    this.#environment = new nunjucks.Environment(loader as unknown as nunjucks.ILoader, {
      throwOnUndefined: true,
      trimBlocks: true,
      lstripBlocks: true,
      // Keeps the line of a syntax error.
      dev: true,
    });
  }

  render(name: string, values: object): RenderedText {
    const rendering: Rendering = { holes: new Holes() };
    this.#rendering = rendering;
    let text: string | null = null;
    try {
      text = this.#environment.render(name, values);
    } catch (error) {
      throw rendering.failure ?? asTemplateError(error, name);
    }
    if (rendering.failure !== undefined) throw rendering.failure;
    return { text, holes: rendering.holes };
  }

  /** Gives nunjucks a compiled template whose functions use our runtime; its own loaders treat it as precompiled. */
  #load(name: string) {
    const source = this.#guard(() => this.#folder.read(name));
    if (source === undefined) return null;
    const compiled = this.#guard(() => this.#compile(source));
    const runtime = templateRuntime(source, () => this.#rendering);
    const guarded = (render: RenderFunction) => this.#guarded(render, runtime);
    const blocks = Object.entries(compiled.blocks).map(([block, render]) => [`b_${block}`, guarded(render)] as const);
    const obj = { ...Object.fromEntries(blocks), root: guarded(compiled.rootRenderFunc) };
    return { src: { type: 'code', obj }, path: name, noCache: false };
  }

  #guarded(render: RenderFunction, runtime: NunjucksRuntime): RenderFunction {
    const guarded: RenderFunction = (...[env, context, frame, , callback]) =>
      render(env, this.#withSuper(context), frame, runtime, callback);
    this.#guardedBlocks.set(render, guarded);
    return guarded;
  }

  /** `super()` looks for the block after its own, which it identifies by the compiled function. */
  #withSuper(context: RenderContext): RenderContext {
    const derived = Object.create(context) as RenderContext;
    derived.getSuper = (...[env, name, block, ...rest]) =>
      context.getSuper(env, name, this.#guardedBlocks.get(block) ?? block, ...rest);
    return derived;
  }

  #compile({ name, text }: TemplateSource): CompiledTemplate {
    try {
      return new nunjucks.Template(text, this.#environment, name, true) as unknown as CompiledTemplate;
    } catch (error) {
      throw asTemplateError(error, name);
    }
  }

  /** Remembers one of our errors: nunjucks replaces errors that are thrown while it renders. */
  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof TemplateError) this.#rendering.failure ??= error;
      throw error;
    }
  }
}

/** Nunjucks' messages begin with the file and place, each on lines of their own. */
const PLACE = /^(?:\s*\([^)\n]*\)(?: \[Line \d+(?:, Column \d+)?\])?\s*)+/;

function asTemplateError(error: unknown, file: string): TemplateError {
  if (error instanceof TemplateError) return error;
  const { message, lineno } = error as { readonly message?: string; readonly lineno?: number };
  const words = (message ?? String(error))
    .replace(PLACE, '')
    .replace(/^(Template render )?[Ee]rror:\s*/, '')
    .trim();
  return new TemplateError(`${words}.`, {
    file,
    line: lineno === undefined || lineno === 0 ? undefined : lineno,
    remedy: 'Correct the template; its language is described at https://mozilla.github.io/nunjucks/templating.html.',
    cause: error,
  });
}

import nunjucks from 'nunjucks';
import { TemplateError } from './template-error';
import type { Holes } from './holes';
import type { TemplateSource } from './template-folder';

/** What a compiled template calls to look up and output values; nunjucks passes it to each template that it runs. */
export interface NunjucksRuntime {
  readonly SafeString: new (text: string) => unknown;
  readonly markSafe: (text: string) => unknown;
  readonly ensureDefined: (value: unknown, line: number) => unknown;
  readonly suppressValue: (value: unknown) => string;
  readonly contextOrFrameLookup: (context: Context, frame: Frame, name: string) => unknown;
  readonly memberLookup: (target: unknown, key: string | number) => unknown;
}
interface Context {
  readonly env: { readonly globals: Record<string, unknown> };
  getVariables(): Record<string, unknown>;
}
interface Frame {
  lookup(name: string): unknown;
}

/** One rendering: its values, and the first error (nunjucks wraps errors until nothing is left of them). */
export interface Rendering {
  readonly holes: Holes;
  failure?: TemplateError;
}

/** Text of a template itself, as macros and `super()` return it. Everything else that is output is a value. */
class TemplateText extends String {}

/** Line of a template where a name first occurs within a tag. */
function lineOf({ text }: TemplateSource, name: string): number | undefined {
  const inTag = new RegExp(`\\{[{%][^}]*\\b${name.replaceAll(/\W/g, '')}\\b`);
  const index = text.split('\n').findIndex((line) => inTag.test(line));
  return index < 0 ? undefined : index + 1;
}

/**
 * Nunjucks' runtime with our own rules of lookup and output: values go into holes, names that do not exist are errors,
 * and only a value's own properties can be reached, no methods and no prototypes.
 */
export function templateRuntime(source: TemplateSource, rendering: () => Rendering): NunjucksRuntime {
  const fail = (message: string, remedy: string, line?: number): never => {
    const error = new TemplateError(message, { file: source.name, line, remedy });
    rendering().failure ??= error;
    throw error;
  };
  return {
    ...(nunjucks.runtime as unknown as NunjucksRuntime),
    SafeString: TemplateText,
    markSafe: (text) => new TemplateText(text),
    ensureDefined: (value, line) =>
      value ??
      fail('a value is output that is not there.', 'Test for it with {% if %}, or correct its name.', line + 1),
    suppressValue(value) {
      if (value instanceof TemplateText) return value.toString();
      try {
        return rendering().holes.add(value);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return fail(
          `a value is not allowed in a manifest: ${reason}.`,
          'Output text, numbers, booleans, lists or maps.',
        );
      }
    },
    contextOrFrameLookup(context, frame, name) {
      const value = frame.lookup(name);
      if (value !== undefined) return value;
      const variables = context.getVariables();
      if (Object.hasOwn(variables, name)) return variables[name];
      if (Object.hasOwn(context.env.globals, name)) return context.env.globals[name];
      return fail(
        `there is no value named ${name}.`,
        'Correct the name; templates/README.md lists the values that each component gets.',
        lineOf(source, name),
      );
    },
    memberLookup(target, key) {
      if (target === undefined || target === null) {
        return fail(
          `${key} is looked up in a value that is not there.`,
          'Test for the value with {% if %}, or correct its name.',
          lineOf(source, String(key)),
        );
      }
      return Object.hasOwn(Object(target) as object, key)
        ? (target as Record<string | number, unknown>)[key]
        : undefined;
    },
  };
}

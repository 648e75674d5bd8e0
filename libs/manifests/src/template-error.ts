export interface TemplateErrorOptions {
  /** The template, as `orderer/statefulset.yaml.njk`. */
  readonly file: string;
  /** Line of the template, counted from 1; not given when no single line is at fault. */
  readonly line?: number | undefined;
  /** One sentence: what the template's author should do. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** A template cannot be read or rendered, or its output is not a Kubernetes object. */
export class TemplateError extends Error {
  readonly code = 'template_invalid';
  readonly retryable = false;
  readonly file: string;
  readonly line: number | undefined;
  readonly remedy: string;

  constructor(message: string, { file, line, remedy, cause }: TemplateErrorOptions) {
    const place = line === undefined ? file : `${file}:${line}`;
    super(`Template ${place}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'TemplateError';
    this.file = file;
    this.line = line;
    this.remedy = remedy;
  }
}

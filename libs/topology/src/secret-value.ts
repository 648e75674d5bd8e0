const HIDDEN = '[secret]';

/**
 * A secret text, such as a password. Whatever prints, serialises or compares a workload shows {@link HIDDEN} instead of
 * it; only {@link reveal} returns it.
 */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text. It belongs in the environment of a process, in a file of its owner alone, or in a Kubernetes Secret. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}

/** The value of an environment variable. Only a plain one may hold placeholders. */
export type EnvironmentValue = string | SecretValue;

/** Variables by name. */
export type Environment = Readonly<Record<string, EnvironmentValue>>;

/** The variables of an environment by secrecy, in their order; of secret ones the text. */
export function splitEnvironment(env: Environment): {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
} {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (typeof value === 'string') plain[name] = value;
    else secret[name] = value.reveal();
  }
  return { plain, secret };
}

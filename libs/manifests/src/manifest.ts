/** One Kubernetes object as a template rendered it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The result of one template. */
export interface RenderedManifests {
  /** The YAML text, for users. */
  readonly text: string;
  /** The same, parsed. */
  readonly objects: readonly Manifest[];
}

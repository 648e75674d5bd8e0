/** The folders of one node, as its runtime knows them. */
export interface PlaceholderValues {
  readonly config: string;
  readonly volume: (name: string) => string;
}

const PLACEHOLDER = /\$\{(config|volume:([a-z][a-z0-9-]*))\}/g;

/** Replaces `${config}` and `${volume:NAME}` in a workload with a runtime's own folders. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  return text.replace(PLACEHOLDER, (_match, _what: string, volume: string | undefined) =>
    volume === undefined ? values.config : values.volume(volume),
  );
}

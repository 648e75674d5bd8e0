import { FabricError } from '../../fabric-error';

/** JSON that is not a configuration; `path` is the position, `channel_group.groups.Orderer.values.BatchSize`. */
export class ConfigJsonError extends FabricError {
  readonly code = 'config_json_invalid';
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path || 'The document'}: ${message}`, {
      remedy: 'Start from the configuration as it was read, and change values only in their own form.',
    });
    this.path = path;
  }
}

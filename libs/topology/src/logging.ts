/**
 * Log settings of peers and orderers (`docs/source/logging-control.md`): Fabric's own format without its colours. The
 * levels hold from the first line on, the format only once it has been read (`common/flogging`); until then an orderer
 * tells in colours what `localconfig` fills in, so of that only warnings are wanted.
 */
export const LOGGING_ENVIRONMENT = {
  FABRIC_LOGGING_SPEC: 'localconfig=warning:info',
  FABRIC_LOGGING_FORMAT:
    '%{time:2006-01-02T15:04:05.000Z07:00} [%{module}] %{shortfunc} -> %{level:.4s} %{id:03x} %{message}',
} as const;
